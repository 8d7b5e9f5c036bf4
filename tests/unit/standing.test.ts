import { describe, expect, it } from "vitest";
import type { License } from "@/lib/licensing/license";
import type { GrantedLicense } from "@/lib/licensing/seats";
import { SECTIONS } from "@/lib/licensing/section";
import { standNow } from "@/lib/licensing/standing";
import en from "@/messages/en/me.json";
import uk from "@/messages/uk/me.json";
import { id, license, NOW, START } from "@/tests/unit/samples";

const PAST = new Date("2026-03-01T00:00:00Z");

function named(members: Partial<License> = {}): GrantedLicense {
  return { license: license(members), used: 5, holdsSeat: false };
}

function concurrent(members: Partial<License> = {}, used = 0, holdsSeat = false): GrantedLicense {
  return { license: license({ competitive: true, ...members }), used, holdsSeat };
}

function states(...granted: GrantedLicense[]): string[] {
  return standNow(granted, NOW).licenses.map(({ standing }) => standing.refusal?.code ?? standing.state);
}

function missing(...granted: GrantedLicense[]): (string | null)[][] {
  return standNow(granted, NOW).missing.map(({ product, refusal }) => [product, refusal?.code ?? null]);
}

describe("a granted license", () => {
  it.each([
    ["is open when it is named and in force, even full", [named({ limit: 1 })], ["open"]],
    ["is open through the seat that is held, even in a full license", [concurrent({ limit: 1 }, 1, true)], ["seated"]],
    ["waits for the next sign-in when a seat is free", [concurrent()], ["seat_free"]],
    ["is closed while all seats are in use", [concurrent({}, 5)], ["seats_exhausted"]],
    ["is not needed beside an open one of its product", [named(), concurrent({ id: id(2) }, 5)], ["open", "spare"]],
    ["is closed after its end, whoever sits in it", [concurrent({ notAfter: PAST }, 1, true)], ["license_expired"]],
    ["is closed before its start", [named({ notBefore: new Date("2026-07-01") })], ["license_not_started"]],
    ["is closed when withdrawn", [named({ withdrawnAt: PAST })], ["license_withdrawn"]],
  ])("%s", (_, granted, expected) => {
    expect(states(...granted)).toEqual(expected);
  });
});

describe("what is missing", () => {
  it("is no product that any license opens", () => {
    expect(missing(named({ notAfter: PAST }), named({ id: id(2) }))).toEqual([]);
    expect(missing()).toEqual([]);
  });

  it("is each closed product once, for the reason that may end soonest", () => {
    const gone = named({ withdrawnAt: PAST });
    const ended = named({ id: id(2), notAfter: PAST });
    const full = concurrent({ id: id(3) }, 5);
    expect(missing(gone, ended)).toEqual([["CALL_CENTER", "license_expired"]]);
    expect(missing(gone, ended, full)).toEqual([["CALL_CENTER", "seats_exhausted"]]);
    expect(missing(full, concurrent({ id: id(4) }))).toEqual([["CALL_CENTER", null]]);
    expect(missing(named(), named({ id: id(2), product: "WFM", notAfter: PAST }))).toEqual([
      ["WFM", "license_expired"],
    ]);
  });

  it("names the last end when several licenses of a product ended", () => {
    const ended = [named({ notAfter: START }), named({ id: id(2), notAfter: PAST })];
    expect(standNow(ended, NOW).missing[0]?.refusal?.params.date).toBe(PAST.toISOString());
  });
});

describe("the open sections", () => {
  it("are the union of the scopes of open licenses only", () => {
    const open = named({ scope: ["calls", "roles"] });
    const seated = concurrent({ id: id(2), product: "WFM", scope: ["wfm_lookups", "calls"] }, 1, true);
    const waiting = concurrent({ id: id(3), product: "EMAIL", scope: ["email_profile"] });
    expect(standNow([open, seated, waiting], NOW).sections).toEqual(["roles", "calls", "wfm_lookups"]);
  });

  it("are those of all licenses of a product that is open, one seat being enough for all of them", () => {
    const open = named({ scope: ["calls"] });
    const beside = concurrent({ id: id(2), scope: ["users"] }, 5);
    expect(standNow([open, beside], NOW).sections).toEqual(["users", "calls"]);
    const ended = concurrent({ id: id(3), scope: ["roles"], notAfter: PAST });
    expect(standNow([open, ended], NOW).sections).toEqual(["calls"]);
    expect(standNow([beside], NOW).sections).toEqual([]);
  });

  it("have a title in both languages, in English that of the specification", () => {
    expect(Object.entries(en.sections)).toEqual(SECTIONS.map(({ objclass, title }) => [objclass, title]));
    expect(Object.keys(uk.sections)).toEqual(Object.keys(en.sections));
  });
});
