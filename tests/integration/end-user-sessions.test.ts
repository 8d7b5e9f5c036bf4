import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openSession } from "@/db/queries/sessions";
import { actorOfToken, hashToken, newSessionToken } from "@/lib/access/session";
import { endUserSessions } from "@/lib/use-cases/sessions/end-user-sessions";
import { getUserSessions } from "@/lib/use-cases/sessions/get-user-sessions";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { grant, install } from "@/tests/support/installation";
import { concurrent, named } from "@/tests/support/issuer";
import { addActors, addPerson, type Person, SYSTEM } from "@/tests/support/people";
import { auditEntries, everyRow } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const SHIFTS = concurrent("CALL_CENTER", 1, { name: "Shifts" });
const SERVICE = concurrent("CUSTOMER_SERVICE", 5);

const enter = ({ address, password }: Person) => signIn(address, password);

/** Signed in `times` times, with a seat in both concurrent licenses. */
async function signedIn(address: string, times = 1) {
  await install(issuer, [SHIFTS, SERVICE, named("EMAIL", 5)]);
  const person = await addPerson(address, { name: "Anna" });
  await grant(person.id, SHIFTS, SERVICE);
  const tokens: string[] = [];
  for (let each = 0; each < times; each++) tokens.push((await enter(person)).token);
  return { person, tokens };
}

describe("ending a user's sessions is denied", () => {
  it.each(["reader", "outsider", "nobody"] as const)("to %s, and nobody is signed out", async (who) => {
    const { person } = await signedIn("anna@acme.example");
    const actors = await addActors();
    const before = await everyRow();
    await expect(endUserSessions(actors[who], person.id)).rejects.toMatchObject({ code: "access_denied" });
    await expect(getUserSessions(actors[who], person.id)).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it("for another domain: as other_domain with all_domains, else as if the user did not exist", async () => {
    const { person } = await signedIn("anna@globex.example");
    const { sysadmin, writer } = await addActors();
    const before = await everyRow();
    await expect(endUserSessions(sysadmin, person.id)).rejects.toMatchObject({ code: "other_domain" });
    await expect(endUserSessions(writer, person.id)).rejects.toMatchObject({ code: "not_found" });
    for (const actor of [sysadmin, writer]) expect(await getUserSessions(actor, person.id)).toBeNull();
    expect(await everyRow()).toEqual(before);
  });

  it("for a user who does not exist or cannot be one", async () => {
    const { writer } = await addActors();
    for (const id of ["999999", "", "x", "1; drop", "\0", "9".repeat(30)]) {
      await expect(endUserSessions(writer, id)).rejects.toMatchObject({ code: "not_found" });
      expect(await getUserSessions(writer, id)).toBeNull();
    }
  });

  it("for a user who is not signed in, or whose sessions have all lapsed", async () => {
    const { person, tokens } = await signedIn("anna@acme.example");
    const { writer } = await addActors();
    await sql`update sessions set idle_ends_at = now() - interval '1 second'`;
    await sql`update seats set ends_at = now() - interval '1 second'`;
    const refused = { code: "bad_request", params: { field: "session" } };
    await expect(endUserSessions(writer, person.id)).rejects.toMatchObject(refused);
    await expect(endUserSessions(writer, writer.id)).rejects.toMatchObject(refused);
    expect(await getUserSessions(writer, person.id)).toBeNull();
    expect(await auditEntries("end_sessions")).toEqual([]);
    await expect(actorOfToken(tokens[0])).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("ending a user's sessions", () => {
  it("ends every one of them at once and frees the seats for others", async () => {
    const { person, tokens } = await signedIn("anna@acme.example", 3);
    const { writer } = await addActors();
    const bob = await addPerson("bob@acme.example");
    await grant(bob.id, SHIFTS);
    await expect(enter(bob)).rejects.toMatchObject({ code: "seats_exhausted" });
    expect(await getUserSessions(writer, person.id)).toEqual({
      id: person.id,
      name: "Anna",
      address: "anna@acme.example",
      sessions: 3,
      seats: 2,
    });

    expect(await endUserSessions(writer, person.id)).toEqual({ sessions: 3, seats: 2 });
    for (const token of tokens) await expect(actorOfToken(token)).rejects.toMatchObject({ code: "unauthenticated" });
    const { token } = await enter(bob);
    expect(await actorOfToken(token)).toMatchObject({ id: bob.id });
    expect(await getUserSessions(writer, person.id)).toBeNull();
  });

  it("leaves one audit entry that still says what happened when the user is gone", async () => {
    const { person } = await signedIn("anna@acme.example", 2);
    const { writer } = await addActors();
    await endUserSessions(writer, person.id);
    const about = { user: "Anna", username: "anna", domain: "acme.example" };
    expect(await auditEntries("end_sessions")).toMatchObject([
      {
        actor_kind: "user",
        actor_id: writer.id,
        actor_name: "writer@acme.example",
        user_id: person.id,
        before: { ...about, sessions: 2, seats: ["CALL_CENTER", "CUSTOMER_SERVICE"] },
        after: { ...about, sessions: 0, seats: [] },
      },
    ]);
  });

  it("touches nobody else", async () => {
    const { person } = await signedIn("anna@acme.example");
    const { writer } = await addActors();
    const bob = await addPerson("bob@acme.example");
    await grant(bob.id, SERVICE);
    const { token } = await enter(bob);
    await endUserSessions(writer, person.id);
    expect(await actorOfToken(token)).toMatchObject({ id: bob.id });
    expect(await sql`select user_id::text from seats`).toEqual([{ user_id: bob.id }]);
  });

  it("reaches every domain from the command line", async () => {
    const { person } = await signedIn("anna@globex.example");
    expect(await endUserSessions(SYSTEM, person.id)).toEqual({ sessions: 1, seats: 2 });
  });

  it("at the same time as a sign-in leaves either the new session with its seats, or nothing", async () => {
    const { person } = await signedIn("anna@acme.example");
    const [known] = await sql`select password_hash from users where id = ${person.id}`;
    for (let round = 0; round < 60; round++) {
      const token = newSessionToken();
      // Without the check of the password, so that both acts reach the database together.
      const opening = openSession({
        userId: person.id,
        passwordHash: known?.password_hash,
        tokenHash: hashToken(token),
        kind: "browser",
        idleMinutes: 30,
        maxHours: 12,
        actId: randomUUID(),
      });
      await Promise.all([opening, endUserSessions(SYSTEM, person.id)]);
      const [state] =
        await sql`select (select count(*)::int from sessions) as sessions, (select count(*)::int from seats) as seats`;
      expect([
        { sessions: 1, seats: 2 },
        { sessions: 0, seats: 0 },
      ]).toContainEqual(state);
      if (state?.sessions === 0) await enter(person);
    }
  });
});
