import { describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import { findWarnings, WARNING_KINDS, type Warning, type WarningKind } from "@/lib/licensing/warnings";
import { listGrants } from "@/lib/use-cases/grants/list-grants";
import { hideWarnings } from "@/lib/use-cases/licenses/hide-warnings";
import { listLicenses } from "@/lib/use-cases/licenses/list-licenses";
import { install } from "@/tests/support/installation";
import {
  concurrent,
  DAY_SECONDS,
  EXPIRED,
  type IssuedLicense,
  NOT_STARTED,
  named,
  nowSeconds,
} from "@/tests/support/issuer";
import { addActor, addActors } from "@/tests/support/people";
import { everyRow } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const ALL = { q: "", page: 1, size: 1_000, sort: null };

const LIMITS = [1, 2, 3, 15, 16, 17, 25, 26, 29, 30, 99, 100, 112, 113, 999, 1_000, 1_019, 1_020];
const TERMS = {
  calm: {},
  soon: { not_after: nowSeconds() + 30 * DAY_SECONDS - 60 },
  later: { not_after: nowSeconds() + 30 * DAY_SECONDS + 600 },
  expired: EXPIRED,
  not_started: NOT_STARTED,
};

/** Every limit with every number of seats around its bounds, in every term; the counter is set as if there were so many grants. */
async function installGrid(): Promise<void> {
  const lines: { license: IssuedLicense; used: number }[] = [];
  for (const limit of LIMITS) {
    for (const few of [0, 1, 2, 3, 4, 8, 9, 10, 50, 51, 52, 79, 80, -1]) {
      if (few <= limit) lines.push({ license: named("CALL_CENTER", limit), used: limit - few });
    }
  }
  for (const term of Object.values(TERMS)) {
    for (const used of [0, 4, 5, 6]) {
      lines.push({ license: named("EMAIL", 5, term), used }, { license: named("CHAT", 5, term), used: 0 });
    }
    lines.push({ license: concurrent("WFM", 2, term), used: 0 });
  }
  const gone = [named("MOBILE", 2), named("MOBILE", 5, EXPIRED)];
  await install(issuer, [...lines.map(({ license }) => license), ...gone]);
  await install(
    issuer,
    lines.map(({ license }) => license),
  );
  const counters = lines.map(({ license, used }) => ({ id: license.id, used }));
  await sql`update licenses l set granted = c.used
    from jsonb_to_recordset(${sql.json(counters)}) as c(id uuid, used int) where c.id = l.id and not l.competitive`;
}

async function shown(actor: UserActor, attention: WarningKind | ""): Promise<string[]> {
  const { licenses, total } = await listLicenses(actor, { ...ALL, attention });
  expect(total).toBe(licenses.length);
  return licenses.map(({ id }) => id).toSorted();
}

describe("hiding warnings", () => {
  it.each(["nobody", "outsider"] as const)("is denied to %s", async (who) => {
    const actors = await addActors();
    const before = await everyRow();
    await expect(hideWarnings(actors[who], "0".repeat(64))).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it.each(["", "x", "0".repeat(63), "G".repeat(64)])("is refused for %j, which is no fingerprint", async (text) => {
    const reader = await addActor("reader@acme.example", "reader");
    await expect(hideWarnings(reader, text)).rejects.toMatchObject({ code: "bad_request" });
  });

  it("holds on both pages for this person alone, until the set of warnings changes", async () => {
    const license = named("CALL_CENTER", 5, EXPIRED);
    await install(issuer, [license]);
    const { reader, sysadmin } = await addActors();
    const { warnings } = await listLicenses(reader, ALL);
    expect(warnings).toMatchObject({ isHidden: false, warnings: [{ kind: "expired", licenseId: license.id }] });
    await hideWarnings(reader, warnings.fingerprint);
    await hideWarnings(reader, warnings.fingerprint);
    expect((await listLicenses(reader, ALL)).warnings.isHidden).toBe(true);
    expect((await listGrants(reader, ALL)).warnings).toEqual((await listLicenses(reader, ALL)).warnings);
    expect((await listGrants(sysadmin, ALL)).warnings.isHidden).toBe(false);
    await install(issuer, [license, named("EMAIL", 5, EXPIRED)]);
    expect((await listLicenses(reader, ALL)).warnings).toMatchObject({ isHidden: false });
    expect((await listGrants(reader, ALL)).warnings.isHidden).toBe(false);
  });
});

function byId(a: Warning, b: Warning): number {
  return `${a.kind} ${a.licenseId}` < `${b.kind} ${b.licenseId}` ? -1 : 1;
}

describe("the warnings of the registry", () => {
  it("are those of all licenses, whatever the page shows", async () => {
    await installGrid();
    const reader = await addActor("reader@acme.example", "reader");
    const { licenses, now } = await listLicenses(reader, ALL);
    const expected = findWarnings(licenses, now);
    expect(new Set(expected.map(({ kind }) => kind))).toEqual(new Set(WARNING_KINDS));
    const { warnings } = await listLicenses(reader, { ...ALL, q: "nothing like it", size: 1 });
    expect(warnings.warnings.toSorted(byId)).toEqual(expected.toSorted(byId));
  });

  it.each(WARNING_KINDS)("the filter %s shows exactly the licenses that the rule warns of", async (kind) => {
    await installGrid();
    const reader = await addActor("reader@acme.example", "reader");
    const { licenses, now } = await listLicenses(reader, ALL);
    const warned = findWarnings(licenses, now).filter((warning) => warning.kind === kind);
    expect(warned.length).toBeGreaterThan(0);
    expect(await shown(reader, kind)).toEqual(warned.map(({ licenseId }) => licenseId).toSorted());
  });

  it("the filter goes together with a search, and no filter shows all", async () => {
    const [ended, other] = [named("CALL_CENTER", 5, EXPIRED), named("EMAIL", 5, EXPIRED)];
    await install(issuer, [ended, other, named("CALL_MANAGER", 5)]);
    const reader = await addActor("reader@acme.example", "reader");
    const found = await listLicenses(reader, { ...ALL, q: "call", attention: "expired" });
    expect([found.total, found.licenses.map(({ id }) => id)]).toEqual([1, [ended.id]]);
    expect(await shown(reader, "")).toHaveLength(3);
  });
});
