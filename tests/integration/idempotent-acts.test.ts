import { describe, expect, it } from "vitest";
import { actKey } from "@/lib/access/act-key";
import type { UserActor } from "@/lib/access/actor";
import { changeGrantList } from "@/lib/use-cases/grants/change-grant-list";
import { endUserSessions } from "@/lib/use-cases/sessions/end-user-sessions";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { grant, install } from "@/tests/support/installation";
import { concurrent, type IssuedLicense, named } from "@/tests/support/issuer";
import { addActors, addCrowd, addPerson } from "@/tests/support/people";
import { auditEntries, counted, everyRow, holders } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const OTHER_REQUEST = { code: "bad_request", params: { field: "Idempotency-Key" } };

/** Gives the license to the users, under a key. */
function assign(actor: UserActor, users: string[], license: IssuedLicense, key: string, whole = false) {
  const wished = users.map((userId) => ({ userId, licenseId: license.id, held: true }));
  return changeGrantList(actor, wished, { whole, key: actKey(actor, key, wished) });
}

function signOut(actor: UserActor, userId: string, key: string) {
  return endUserSessions(actor, userId, actKey(actor, key, ["logout", userId]));
}

async function installed(license: IssuedLicense, users = 3) {
  await install(issuer, [license]);
  return { users: await addCrowd(users), ...(await addActors()) };
}

describe("a call with a key of its own", () => {
  it("is denied to whoever lost the right, though the key is known", async () => {
    const license = named("CALL_CENTER", 5);
    const { users, writer } = await installed(license);
    await assign(writer, users, license, "k");
    const before = await everyRow();
    const former = { ...writer, permissions: ["read"] };
    await expect(assign(former, users, license, "k")).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it("answers the same again and does nothing, whatever happened meanwhile", async () => {
    const license = named("CALL_CENTER", 2);
    const { users, writer } = await installed(license);
    const first = await assign(writer, users, license, "k");
    expect(first.boxes.map(({ outcome }) => outcome)).toEqual(["assigned", "assigned", "refused"]);
    await sql`delete from grants`;
    const before = await everyRow();
    expect(await assign(writer, users, license, "k")).toEqual(first);
    expect(await everyRow()).toEqual(before);
    expect(await assign(writer, users, license, "another")).not.toEqual(first);
    expect(await holders(license.id)).toEqual(users.slice(0, 2));
  });

  it("answers a refusal again too", async () => {
    const license = named("CALL_CENTER", 2);
    const { users, writer } = await installed(license);
    const refused = await assign(writer, users, license, "k", true);
    expect(refused.applied).toBe(false);
    await install(issuer, [{ ...license, limit: 3 }]);
    expect(await assign(writer, users, license, "k", true)).toEqual(refused);
    expect(await holders(license.id)).toEqual([]);
    expect((await assign(writer, users, license, "another", true)).applied).toBe(true);
  });

  it("is refused when the key stands for another request, and nothing is done", async () => {
    const license = named("CALL_CENTER", 5);
    const { users, writer } = await installed(license);
    await assign(writer, users.slice(1), license, "k");
    const before = await everyRow();
    await expect(assign(writer, users, license, "k")).rejects.toMatchObject(OTHER_REQUEST);
    await expect(signOut(writer, users[0] ?? "", "k")).rejects.toMatchObject(OTHER_REQUEST);
    expect(await everyRow()).toEqual(before);
  });

  it("is somebody else's with the same key of somebody else", async () => {
    const license = named("CALL_CENTER", 5);
    const { users, writer, sysadmin } = await installed(license);
    const first = await assign(writer, users.slice(0, 1), license, "k");
    const second = await assign(sysadmin, users.slice(1), license, "k");
    expect(second.actId).not.toBe(first.actId);
    expect(await holders(license.id)).toEqual(users);
  });

  it("is done once by 32 at the same time, who all get the one answer", async () => {
    const license = named("CALL_CENTER", 2);
    const { users, writer } = await installed(license);
    for (let round = 0; round < 5; round++) {
      const calls = Array.from({ length: 32 }, () => assign(writer, users, license, `round ${round}`));
      const answers = await Promise.all(calls);
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect(answers[0]?.boxes.map(({ outcome }) => outcome)).toEqual(["assigned", "assigned", "refused"]);
      expect(await counted(license.id)).toEqual({ granted: 2, grants: 2 });
      expect(await auditEntries("assign_license")).toHaveLength(2 * (round + 1));
      await sql`delete from grants`;
    }
    expect(await sql`select 1 from idempotent_acts`).toHaveLength(5);
  });

  it("at the same time for different requests is done for one of them only", async () => {
    const license = named("CALL_CENTER", 50);
    const { users, writer } = await installed(license, 16);
    const results = await Promise.allSettled(users.map((user) => assign(writer, [user], license, "k")));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) if (result.status === "rejected") expect(result.reason).toMatchObject(OTHER_REQUEST);
    expect(await holders(license.id)).toHaveLength(1);
  });
});

describe("a forced sign-out with a key", () => {
  const SHIFTS = concurrent("CALL_CENTER", 5);

  it("ends the sessions once: who signed in since stays, and the answer is the first one", async () => {
    const { writer } = await installed(SHIFTS);
    const anna = await addPerson("anna@acme.example");
    await grant(anna.id, SHIFTS);
    const enter = () => signIn(anna.address, anna.password);
    await enter();
    await enter();
    const answers = await Promise.all(Array.from({ length: 32 }, () => signOut(writer, anna.id, "k")));
    for (const answer of answers) expect(answer).toEqual({ sessions: 2, seats: 1 });
    expect(await auditEntries("end_sessions")).toHaveLength(1);
    await enter();
    expect(await signOut(writer, anna.id, "k")).toEqual({ sessions: 2, seats: 1 });
    expect(await sql`select 1 from sessions`).toHaveLength(1);
    expect(await signOut(writer, anna.id, "another")).toEqual({ sessions: 1, seats: 1 });
  });

  it("is refused again as it was refused first", async () => {
    const { writer } = await installed(SHIFTS);
    const anna = await addPerson("anna@acme.example");
    await grant(anna.id, SHIFTS);
    const refused = { code: "bad_request", params: { field: "session" } };
    await expect(signOut(writer, anna.id, "k")).rejects.toMatchObject(refused);
    await signIn(anna.address, anna.password);
    await expect(signOut(writer, anna.id, "k")).rejects.toMatchObject(refused);
    expect(await sql`select 1 from sessions`).toHaveLength(1);
  });
});

describe("kept answers", () => {
  it("go after a day, a few with every call that brings a key", async () => {
    const license = named("CALL_CENTER", 50);
    const { users, writer } = await installed(license);
    for (let nth = 0; nth < 15; nth++) await assign(writer, users, license, `old ${nth}`);
    await sql`update idempotent_acts set at = now() - interval '25 hours'`;
    await assign(writer, users, license, "young");
    expect(await sql`select 1 from idempotent_acts`).toHaveLength(6);
    await assign(writer, users, license, "young too");
    expect(await sql`select 1 from idempotent_acts`).toHaveLength(2);
    await sql`update idempotent_acts set at = now() - interval '23 hours'`;
    await assign(writer, users, license, "young");
    expect(await sql`select 1 from idempotent_acts`).toHaveLength(2);
  });
});
