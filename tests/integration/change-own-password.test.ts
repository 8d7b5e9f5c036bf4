import { beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import { actorOfToken } from "@/lib/access/session";
import { changeOwnPassword } from "@/lib/use-cases/directory/change-own-password";
import { setPassword } from "@/lib/use-cases/directory/set-password";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { signOut } from "@/lib/use-cases/sessions/sign-out";
import { grant, install } from "@/tests/support/installation";
import { concurrent } from "@/tests/support/issuer";
import { hold, untilWaiting } from "@/tests/support/open-transactions";
import { addPerson, PASSWORD, type Person, SYSTEM } from "@/tests/support/people";
import { auditEntries } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const NEW = "staple battery";
const HOME = "198.51.100.7";

let anna: Person;
let token: string;
let actor: UserActor;

beforeEach(async () => {
  const license = concurrent("CALL_CENTER", 1);
  await install(issuer, [license]);
  anna = await addPerson("anna@acme.example");
  await grant(anna.id, license);
  ({ token } = await signIn(anna.address, PASSWORD));
  actor = await actorOfToken(token);
});

const change = (current = PASSWORD, password = NEW) => changeOwnPassword(actor, token, { current, password }, HOME);
const wrongCurrent = { code: "bad_request", params: { field: "current" } };
const entries = async () =>
  (await auditEntries("set_password")).map(({ actor_name, after }) => ({ actor_name, after }));

describe("one's own new password", () => {
  it("leaves this session and its seat, ends the others, and stands in history without the password", async () => {
    const others = [await signIn(anna.address, PASSWORD), await signIn(anna.address, PASSWORD, "api")];
    await sql`update seats set ends_at = now() + interval '2 hours'`;
    expect(await change()).toBe(2);
    await expect(actorOfToken(token)).resolves.toMatchObject({ id: anna.id });
    for (const other of others) {
      await expect(actorOfToken(other.token)).rejects.toMatchObject({ code: "unauthenticated" });
    }
    const [seat] = await sql`
      select count(*)::int as seats, bool_and(t.ends_at = least(s.idle_ends_at, s.ends_at)) as even
      from seats t join sessions s using (user_id)`;
    expect(seat).toEqual({ seats: 1, even: true });
    const after = { user: "anna", username: "anna", domain: "acme.example", ended_sessions: 2 };
    expect(await entries()).toEqual([{ actor_name: anna.address, after }]);
    await expect(signIn(anna.address, PASSWORD)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(signIn(anna.address, NEW)).resolves.toMatchObject({ userId: anna.id });
  });

  it("is not set for a wrong current one, nor when it is too short or too long", async () => {
    await expect(change("not the password")).rejects.toMatchObject(wrongCurrent);
    for (const password of ["", "1234567", "x".repeat(1_001)]) {
      const refused = { code: "bad_request", params: { field: "password" } };
      await expect(change(PASSWORD, password)).rejects.toMatchObject(refused);
    }
    await expect(signIn(anna.address, PASSWORD)).resolves.toMatchObject({ userId: anna.id });
    expect(await entries()).toEqual([]);
  });

  it("is not set by the last of 32 guesses made at once, of which no more are answered than one after another", async () => {
    const guesses = Array.from({ length: 31 }, (_, nth) => change(`guess ${nth}`));
    const codes = (await Promise.allSettled([...guesses, change()])).map((each) =>
      each.status === "rejected" ? (each.reason as { code: string }).code : "set",
    );
    expect(codes.filter((code) => code === "bad_request")).toHaveLength(10);
    expect(codes.at(-1)).toBe("rate_limited");
    expect(await entries()).toEqual([]);
  });

  it("cannot be guessed at with a session that was found: wrong current ones count as failed sign-ins", async () => {
    for (let nth = 0; nth < 10; nth++) await expect(change(`guess ${nth}`)).rejects.toMatchObject(wrongCurrent);
    await expect(change()).rejects.toMatchObject({ code: "rate_limited" });
    await expect(signIn(anna.address, PASSWORD, "browser", HOME)).rejects.toMatchObject({ code: "rate_limited" });
    expect(await entries()).toEqual([]);
  });

  it("is not set with an access token, nor with a session that has ended", async () => {
    const passwords = { current: PASSWORD, password: NEW };
    await expect(changeOwnPassword({ ...actor, token: "ci" }, token, passwords)).rejects.toMatchObject({
      code: "access_denied",
    });
    await signOut(token);
    await expect(change()).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(signIn(anna.address, PASSWORD)).resolves.toMatchObject({ userId: anna.id });
  });

  it("does not overwrite one that an administrator sets at the same time", async () => {
    const busy = await hold(
      (connection) => connection`
      update users set password_hash = 'another' where id = ${anna.id}`,
    );
    const changing = change();
    await Promise.all([expect(changing).rejects.toMatchObject(wrongCurrent), untilWaiting().then(() => busy.commit())]);
    const [user] = await sql`select password_hash as hash from users where id = ${anna.id}`;
    expect(user).toEqual({ hash: "another" });
    await setPassword(SYSTEM, anna.address, NEW);
    await expect(actorOfToken(token)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
