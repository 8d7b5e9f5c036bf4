import { describe, expect, it } from "vitest";
import type { License } from "@/lib/licensing/license";
import { type GrantedLicense, takeSeats } from "@/lib/licensing/seats";
import { END, id, license, NOW, START } from "@/tests/unit/samples";

const LATER = new Date("2028-01-01T00:00:00Z");
const PAST = new Date("2026-03-01T00:00:00Z");

function named(members: Partial<License> = {}): GrantedLicense {
  return { license: license(members), used: 5, holdsSeat: false };
}

function concurrent(members: Partial<License> = {}, used = 0, holdsSeat = false): GrantedLicense {
  return { license: license({ competitive: true, ...members }), used, holdsSeat };
}

function signIn(granted: GrantedLicense[], isAdministrator = false, now = NOW) {
  return takeSeats({ granted, isAdministrator, now });
}

describe("signing in takes", () => {
  it.each([
    ["no seat for a named license, even one that is full or over limit", [named({ limit: 1 })], []],
    ["a seat in a concurrent license with room", [concurrent()], [id(1)]],
    ["the last seat", [concurrent({}, 4)], [id(1)]],
    ["a seat in each concurrent product", [concurrent(), concurrent({ id: id(2), product: "WFM" })], [id(1), id(2)]],
    ["the seat that the user holds already, in a full license", [concurrent({}, 5, true)], [id(1)]],
    ["the seat that the user holds already, over limit", [concurrent({ limit: 2 }, 4, true)], [id(1)]],
    ["no concurrent seat beside a named license of the product", [concurrent(), named({ id: id(2) })], []],
    ["a concurrent seat when the named license ended", [concurrent(), named({ id: id(2), notAfter: PAST })], [id(1)]],
    [
      "one seat in two licenses of a product: the one that ends first",
      [concurrent({ notAfter: LATER }), concurrent({ id: id(2) })],
      [id(2)],
    ],
    ["of two that end alike the smaller id", [concurrent({ id: id(2) }), concurrent({ id: id(1) })], [id(1)]],
    [
      "the next license when the first is full",
      [concurrent({}, 5), concurrent({ id: id(2), notAfter: LATER }, 1)],
      [id(2)],
    ],
    ["the next license when the first is over limit", [concurrent({}, 9), concurrent({ id: id(2) }, 1)], [id(2)]],
    [
      "the held seat before an earlier license with room",
      [concurrent(), concurrent({ id: id(2), notAfter: LATER }, 5, true)],
      [id(2)],
    ],
    [
      "no seat in a license that ended, although one is held",
      [concurrent({ notAfter: PAST }, 5, true), concurrent({ id: id(2) })],
      [id(2)],
    ],
  ])("%s", (_, granted, seats) => {
    expect(signIn(granted)).toEqual({
      products: [...new Set(granted.map((each) => each.license.product))],
      seats,
      missing: [],
    });
  });

  it("the same seats whatever the order of the grants", () => {
    const granted = [concurrent({ id: id(3) }), concurrent({ id: id(2) }), concurrent({ id: id(1), notAfter: LATER })];
    expect(signIn(granted)).toMatchObject({ seats: [id(2)] });
    expect(signIn(granted.toReversed())).toMatchObject({ seats: [id(2)] });
  });

  it("a seat in the last millisecond of the term and none at its end", () => {
    expect(signIn([concurrent()], false, new Date(END.getTime() - 1))).toMatchObject({ seats: [id(1)] });
    expect(signIn([concurrent()], false, END)).toMatchObject({ code: "license_expired" });
  });

  it("some products but not all: the missing ones are named once, each with its reason", () => {
    const full = concurrent({ id: id(2), product: "WFM", limit: 3 }, 3);
    const ended = concurrent({ id: id(3), product: "WFM", notAfter: PAST });
    expect(signIn([named(), full, ended])).toEqual({
      products: ["CALL_CENTER"],
      seats: [],
      missing: [
        {
          product: "WFM",
          licenseId: id(2),
          refusal: { code: "seats_exhausted", params: { product: "WFM", limit: 3 } },
        },
      ],
    });
  });

  it("a missing product of a withdrawn license says so", () => {
    expect(signIn([named(), named({ id: id(2), product: "WFM", withdrawnAt: START })])).toMatchObject({
      missing: [{ product: "WFM", refusal: { code: "license_withdrawn" } }],
    });
  });
});

describe("signing in is refused", () => {
  it.each([
    ["no_license", "without any grant", []],
    ["no_license", "with a grant of CHAT alone, which is nobody's", [named({ product: "CHAT" })]],
    ["seats_exhausted", "when the only license is full", [concurrent({ limit: 1 }, 1)]],
    [
      "seats_exhausted",
      "when all concurrent ones are full",
      [concurrent({}, 5), concurrent({ id: id(2), product: "WFM" }, 7)],
    ],
    [
      "seats_exhausted",
      "when one is full and the named one ended",
      [concurrent({}, 5), named({ id: id(2), product: "WFM", notAfter: PAST })],
    ],
    ["license_expired", "when the named license ended", [named({ notAfter: PAST })]],
    ["license_expired", "when a full concurrent license ended", [concurrent({ notAfter: PAST }, 5)]],
    ["license_expired", "when every license was withdrawn", [named({ withdrawnAt: START })]],
    ["license_not_started", "when none has started yet", [named({ notBefore: END, notAfter: LATER })]],
  ])("%s %s", (code, _, granted) => {
    expect(signIn(granted)).toMatchObject({ code });
  });

  it("with the date of the license that ended last", () => {
    const older = named({ id: id(2), product: "WFM", notAfter: new Date("2026-02-01T00:00:00Z") });
    expect(signIn([named({ notAfter: PAST }), older])).toEqual({
      code: "license_expired",
      params: { product: "CALL_CENTER", date: PAST.toISOString() },
    });
  });

  it("never for an administrator, who is told what is missing", () => {
    expect(signIn([], true)).toEqual({ products: [], seats: [], missing: [] });
    expect(signIn([concurrent({}, 5)], true)).toMatchObject({
      products: [],
      seats: [],
      missing: [{ product: "CALL_CENTER", licenseId: id(1), refusal: { code: "seats_exhausted" } }],
    });
  });

  it("but an administrator with a grant takes the seat like anybody", () => {
    expect(signIn([concurrent()], true)).toMatchObject({ products: ["CALL_CENTER"], seats: [id(1)] });
  });
});
