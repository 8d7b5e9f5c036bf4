import { describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import { actorOfToken } from "@/lib/access/session";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { importCertificate } from "@/lib/use-cases/licenses/import-certificate";
import { listLicenses } from "@/lib/use-cases/licenses/list-licenses";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { signOut } from "@/lib/use-cases/sessions/sign-out";
import { grant, install } from "@/tests/support/installation";
import { concurrent, named } from "@/tests/support/issuer";
import { howMany } from "@/tests/support/lengths";
import { addActor, addCrowd, PASSWORD, SYSTEM } from "@/tests/support/people";
import { auditEntries, counted, holders } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const ROUNDS = howMany("FAULT_ROUNDS", { briefly: 5, long: 100 });
const LOWER = 10;

const enter = (nth: number) => signIn(`user${nth}@acme.example`, PASSWORD);

/** The license as the registry shows it to whoever may see it. */
async function shown(viewer: UserActor, id: string) {
  const { licenses } = await listLicenses(viewer, { q: "", page: 1, size: 1_000, sort: null });
  return licenses.find((license) => license.id === id);
}

describe("a renewal below what is used", () => {
  it("deletes no grant, also while others assign and revoke; nobody gets in until used is below the limit", async () => {
    const viewer = await addActor("viewer@acme.example", "reader");
    for (let round = 0; round < ROUNDS; round++) {
      const license = named("CALL_CENTER", 30);
      const users = await addCrowd(50, "acme.example", `round${round}user`);
      await install(issuer, [license]);
      for (const user of users.slice(0, 30)) await grant(user, license);
      const change = async (userId: string, held: boolean) =>
        (await changeGrants(SYSTEM, [{ userId, licenseId: license.id, held }]))[0]?.refused?.code;
      const text = await issuer.issue({ licenses: [{ ...license, limit: LOWER }] });
      const newcomers = users.slice(30);
      const [{ plan }, ...refusals] = await Promise.all([
        importCertificate(null, text),
        ...newcomers.map((user) => change(user, true)),
        ...users.slice(0, 5).map((user) => change(user, false)),
      ]);
      expect(plan.changes).toMatchObject([{ kind: "renewed", overLimit: true }]);
      const cameIn = newcomers.filter((_, nth) => refusals[nth] === undefined);
      const held = [...users.slice(5, 30), ...cameIn];
      expect(await holders(license.id)).toEqual(held);
      expect(await counted(license.id)).toEqual({ granted: held.length, grants: held.length });
      expect(await shown(viewer, license.id)).toMatchObject({ used: held.length, limit: LOWER });
      for (const [nth, user] of held.entries()) {
        const used = held.length - nth;
        if (used < LOWER) break;
        expect(await change(users[0] ?? "", true)).toBe("seats_exhausted");
        expect(await change(user, false)).toBeUndefined();
      }
      expect(await change(users[0] ?? "", true)).toBeUndefined();
      const entry = (await auditEntries("renew_license")).filter(({ license_id }) => license_id === license.id);
      expect(entry).toMatchObject([{ before: { limit: 30 }, after: { limit: LOWER, overLimit: true } }]);
    }
  });

  it("ends no session; nobody else is let in until seats taken are below the limit", async () => {
    const license = concurrent("CALL_CENTER", 6);
    await install(issuer, [license]);
    const users = await addCrowd(7);
    for (const user of users) await grant(user, license);
    const tokens: string[] = [];
    for (let nth = 1; nth <= 6; nth++) tokens.push((await enter(nth)).token);
    const text = await issuer.issue({ licenses: [{ ...license, limit: 2 }] });
    const [{ plan }, late] = await Promise.all([importCertificate(null, text), enter(7).catch((error) => error.code)]);
    expect(plan.changes).toMatchObject([{ kind: "renewed", used: 6, overLimit: true }]);
    expect(late).toBe("seats_exhausted");
    for (const token of tokens) expect((await actorOfToken(token)).kind).toBe("user");
    expect(await sql`select seated from licenses`).toEqual([{ seated: 6 }]);
    // Who is in stays in, also with a second session.
    expect(await enter(6)).toMatchObject({ missing: [] });
    for (const token of tokens.slice(0, 5)) {
      await expect(enter(7)).rejects.toMatchObject({ code: "seats_exhausted" });
      await signOut(token);
    }
    expect(await enter(7)).toMatchObject({ missing: [] });
    const [entry] = await auditEntries("renew_license");
    expect(entry).toMatchObject({ before: { limit: 6 }, after: { limit: 2, overLimit: true, used: 6 } });
  });
});
