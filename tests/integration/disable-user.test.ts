import { describe, expect, it } from "vitest";
import { disableUser } from "@/lib/use-cases/directory/disable-user";
import { enableUser } from "@/lib/use-cases/directory/enable-user";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { addClerk, giveRole } from "@/tests/support/clerks";
import { hold, untilWaiting } from "@/tests/support/open-transactions";
import { grant, install } from "@/tests/support/installation";
import { concurrent, named } from "@/tests/support/issuer";
import { addActors, addPerson, SYSTEM } from "@/tests/support/people";
import { auditEntries, counted, everyRow, holders } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const ANNA = "anna@acme.example";

async function signedInHolder() {
  const [own, shared] = [named("VOIP_DEVICE", 1), concurrent("CALL_CENTER", 1)];
  await install(issuer, [own, shared]);
  const anna = await addPerson(ANNA);
  await grant(anna.id, own, shared);
  await signIn(anna.address, anna.password);
  await signIn(anna.address, anna.password, "api");
  return { anna, own, shared };
}

describe("disabling a user is denied", () => {
  it.each(["nobody", "outsider", "reader", "writer"] as const)("to %s", async (who) => {
    const actors = await addActors();
    const before = await everyRow();
    await expect(disableUser(actors[who], actors.foreign.username)).rejects.toMatchObject({ code: "access_denied" });
    await expect(enableUser(actors[who], actors.foreign.username)).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it("for users of another domain, who look as if they did not exist", async () => {
    const clerk = await addClerk("clerk@acme.example", "clerk");
    await addPerson("foreign@globex.example");
    const before = await everyRow();
    for (const address of ["foreign@globex.example", "ghost@globex.example", "ghost@acme.example"]) {
      await expect(disableUser(clerk, address)).rejects.toMatchObject({ code: "not_found" });
      await expect(enableUser(clerk, address)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await everyRow()).toEqual(before);
    const chief = await addClerk("chief@acme.example", "chief clerk");
    await expect(disableUser(chief, "foreign@globex.example")).resolves.toEqual({ sessions: 0, seats: 0, grants: 0 });
  });

  it("for a user with rights that the actor lacks, and for oneself", async () => {
    const clerk = await addClerk("clerk@acme.example", "clerk");
    await giveRole(await addPerson("root@acme.example"), "sysadmin");
    const before = await everyRow();
    await expect(disableUser(clerk, "root@acme.example")).rejects.toMatchObject({ code: "access_denied" });
    await expect(enableUser(clerk, "root@acme.example")).rejects.toMatchObject({ code: "access_denied" });
    await expect(disableUser(clerk, "clerk@acme.example")).rejects.toMatchObject({
      code: "bad_request",
      params: { field: "user" },
    });
    expect(await everyRow()).toEqual(before);
  });
});

describe("a disabled user", () => {
  it("has no session and no seat; grants that take no seat stay", async () => {
    const { anna, own, shared } = await signedInHolder();
    expect(await disableUser(SYSTEM, "Anna@ACME.example")).toEqual({ sessions: 2, seats: 1, grants: 1 });
    const [left] = await sql`
      select (select count(*)::int from sessions) as sessions, (select count(*)::int from seats) as seats`;
    expect(left).toEqual({ sessions: 0, seats: 0 });
    expect(await holders(own.id)).toEqual([]);
    expect(await counted(own.id)).toEqual({ granted: 0, grants: 0 });
    expect(await holders(shared.id)).toEqual([anna.id]);
    await expect(signIn(anna.address, anna.password)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("frees a named seat for somebody else, and does not get it back", async () => {
    const { anna, own } = await signedInHolder();
    await disableUser(SYSTEM, ANNA);
    const bob = await addPerson("bob@acme.example");
    await grant(bob.id, own);
    expect(await enableUser(SYSTEM, ANNA)).toBe(true);
    expect(await holders(own.id)).toEqual([bob.id]);
    await expect(signIn(anna.address, anna.password)).resolves.toMatchObject({ userId: anna.id });
  });

  it("stands in history with what was held, under one act", async () => {
    const { anna, own, shared } = await signedInHolder();
    const clerk = await addClerk("clerk@acme.example", "clerk");
    await disableUser(clerk, ANNA);
    const entries = (await auditEntries()).filter(({ actor_id }) => actor_id === clerk.id);
    expect(new Set(entries.map(({ act_id }) => act_id)).size).toBe(1);
    expect(entries).toMatchObject([
      { act: "free_seat", user_id: anna.id, license_id: shared.id, before: { user: "anna", product: "CALL_CENTER" } },
      { act: "revoke_license", user_id: anna.id, license_id: own.id, before: { held: true, product: "VOIP_DEVICE" } },
      {
        act: "disable_user",
        user_id: anna.id,
        actor_name: "clerk@acme.example",
        before: { disabled: false },
        after: { user: "anna", domain: "acme.example", disabled: true, ended_sessions: 2 },
      },
    ]);
  });

  it("waits for the first of its licenses with none of the others in its hand", async () => {
    const [first, second] = [named("VOIP_DEVICE", 1), concurrent("CALL_CENTER", 1)];
    [first.id, second.id] = [first.id, second.id].toSorted() as [string, string];
    await install(issuer, [first, second]);
    const anna = await addPerson(ANNA);
    await grant(anna.id, first, second);
    await signIn(anna.address, anna.password);
    const busy = await hold((connection) => connection`select from licenses where id = ${first.id} for no key update`);
    const disabling = disableUser(SYSTEM, ANNA);
    await untilWaiting();
    expect(await sql`select 1 from licenses where id = ${second.id} for no key update nowait`).toHaveLength(1);
    await busy.commit();
    expect(await disabling).toEqual({ sessions: 1, seats: 1, grants: 1 });
  });

  it("is not disabled twice, also at once", async () => {
    await signedInHolder();
    const results = await Promise.all(Array.from({ length: 8 }, () => disableUser(SYSTEM, ANNA)));
    expect(results.filter((result) => result !== null)).toEqual([{ sessions: 2, seats: 1, grants: 1 }]);
    expect(await auditEntries("disable_user")).toHaveLength(1);
    expect(await enableUser(SYSTEM, ANNA)).toBe(true);
    expect(await enableUser(SYSTEM, ANNA)).toBe(false);
    expect(await auditEntries("enable_user")).toHaveLength(1);
  });

  it("has no session either when signing in and disabling meet", async () => {
    const { anna } = await signedInHolder();
    const tries = Array.from({ length: 12 }, () => signIn(anna.address, anna.password).catch(() => null));
    await Promise.all([...tries, disableUser(SYSTEM, ANNA)]);
    const [left] = await sql`
      select (select count(*)::int from sessions) as sessions, (select count(*)::int from seats) as seats`;
    expect(left).toEqual({ sessions: 0, seats: 0 });
  });
});
