import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openSession } from "@/db/queries/sessions";
import { actorOfToken, hashToken, newSessionToken } from "@/lib/access/session";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { signOut } from "@/lib/use-cases/sessions/sign-out";
import { grant, install } from "@/tests/support/installation";
import { concurrent, EXPIRED, named } from "@/tests/support/issuer";
import { addPerson, type Person } from "@/tests/support/people";
import { auditEntries, everyRow } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

async function holder(): Promise<Person> {
  const license = concurrent("CALL_CENTER", 1);
  await install(issuer, [license]);
  const anna = await addPerson("anna@acme.example");
  await grant(anna.id, license);
  return anna;
}

const enter = ({ address, password }: Person) => signIn(address, password);
const seats = () => sql`select user_id::text from seats where ends_at > now()`;

describe("signing out", () => {
  it("with a token that was never given or has been used up is no error and changes nothing", async () => {
    const { token } = await enter(await holder());
    const before = await everyRow();
    for (const other of ["", "nonsense", token.slice(1), "\0"]) await signOut(other);
    expect(await everyRow()).toEqual(before);
    await signOut(token);
    const after = await everyRow();
    await signOut(token);
    expect(await everyRow()).toEqual(after);
  });

  it("ends the session at once, frees the seat for the next user, and is audited", async () => {
    const anna = await holder();
    const bob = await addPerson("bob@acme.example");
    const [license] = await sql<{ id: string }[]>`select id from licenses`;
    if (license) await grant(bob.id, license);
    const { token } = await enter(anna);
    await expect(enter(bob)).rejects.toMatchObject({ code: "seats_exhausted" });
    await signOut(token);
    await expect(actorOfToken(token)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await auditEntries("sign_out")).toMatchObject([{ user_id: anna.id, actor_id: anna.id }]);
    await enter(bob);
  });

  it("of one of three sessions keeps the seat; the last one frees it", async () => {
    const anna = await holder();
    const tokens = [await enter(anna), await enter(anna), await enter(anna)].map(({ token }) => token);
    for (const token of tokens.slice(1)) {
      await signOut(token);
      expect(await seats()).toHaveLength(1);
    }
    await signOut(tokens[0] ?? "");
    expect(await seats()).toHaveLength(0);
  });

  it("lets the seat end with the sessions that remain", async () => {
    const anna = await holder();
    const first = await enter(anna);
    await sql`update sessions set idle_ends_at = now() + interval '5 minutes'`;
    const second = await enter(anna);
    await signOut(second.token);
    const [seat] = await sql`select ends_at < now() + interval '6 minutes' as early from seats`;
    expect(seat?.early).toBe(true);
    await signOut(first.token);
    expect(await seats()).toHaveLength(0);
  });

  it("at the same time as another sign-in of the user never takes the new session's seat away", async () => {
    const anna = await holder();
    let { token } = await enter(anna);
    const [known] = await sql`select password_hash from users where id = ${anna.id}`;
    const passwordHash: string = known?.password_hash;
    for (let round = 0; round < 100; round++) {
      // Without the check of the password, so that both acts reach the database together.
      const next = newSessionToken();
      const session = {
        userId: anna.id,
        passwordHash,
        tokenHash: hashToken(next),
        kind: "browser" as const,
        idleMinutes: 30,
        maxHours: 12,
      };
      const [opened] = await Promise.all([openSession({ ...session, actId: randomUUID() }), signOut(token)]);
      expect(opened).toHaveProperty("session");
      expect(await seats()).toEqual([{ user_id: anna.id }]);
      token = next;
    }
  });
});

describe("signing in where somebody else's session was left", () => {
  it("frees their seat first, once the password is right, and one's own session ends after", async () => {
    const anna = await holder();
    const bob = await addPerson("bob@acme.example");
    const [license] = await sql<{ id: string }[]>`select id from licenses`;
    if (license) await grant(bob.id, license);
    const left = await enter(anna);
    const come = (password: string, before: string) => signIn(bob.address, password, "browser", "", before);
    await expect(enter(bob)).rejects.toMatchObject({ code: "seats_exhausted" });
    await expect(come("a wrong password", left.token)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await actorOfToken(left.token)).toMatchObject({ id: anna.id });
    const { token } = await come(bob.password, left.token);
    await expect(actorOfToken(left.token)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await seats()).toEqual([{ user_id: bob.id }]);
    expect((await auditEntries("sign_out")).at(-1)).toMatchObject({ user_id: anna.id });
    const again = await come(bob.password, token);
    expect(await actorOfToken(token)).toMatchObject({ id: bob.id });
    expect(await actorOfToken(again.token)).toMatchObject({ id: bob.id });
  });

  it("frees their seat for who comes in by another product, too, in one session", async () => {
    const [mobile, center] = [named("MOBILE", 5), concurrent("CALL_CENTER", 1)];
    await install(issuer, [mobile, center]);
    const [anna, bob] = [await addPerson("anna@acme.example"), await addPerson("bob@acme.example")];
    await grant(anna.id, center);
    await grant(bob.id, mobile, center);
    const left = await enter(anna);
    const { token, missing } = await signIn(bob.address, bob.password, "browser", "", left.token);
    expect(missing).toEqual([]);
    expect(await seats()).toEqual([{ user_id: bob.id }]);
    expect(await sql`select user_id::text from sessions`).toEqual([{ user_id: bob.id }]);
    expect(await actorOfToken(token)).toMatchObject({ id: bob.id });
    const apart = await signIn(anna.address, anna.password).catch(({ code }: { code: string }) => code);
    expect(apart).toBe("seats_exhausted");
  });

  it("ends nothing where the seat is not what is missing, nor one's own session", async () => {
    const [ended, full] = [named("EMAIL", 5), concurrent("CALL_CENTER", 1)];
    await install(issuer, [ended, full]);
    const [anna, bob] = [await addPerson("anna@acme.example"), await addPerson("bob@acme.example")];
    await grant(anna.id, full);
    await grant(bob.id, ended, full);
    const left = await enter(bob);
    await sql`delete from seats`;
    await enter(anna);
    const nobody = await addPerson("nobody@acme.example");
    const come = ({ address, password }: Person) => signIn(address, password, "browser", "", left.token);
    await expect(come(nobody)).rejects.toMatchObject({ code: "no_license" });
    await install(issuer, [{ ...ended, ...EXPIRED }, full]);
    await expect(come(bob)).rejects.toMatchObject({ code: "seats_exhausted" });
    expect(await sql`select 1 from sessions where user_id = ${bob.id}`).toHaveLength(1);
  });
});
