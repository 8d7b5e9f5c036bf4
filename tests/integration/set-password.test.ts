import { describe, expect, it } from "vitest";
import { setPassword } from "@/lib/use-cases/directory/set-password";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { addClerk } from "@/tests/support/clerks";
import { grant, install } from "@/tests/support/installation";
import { concurrent } from "@/tests/support/issuer";
import { addActors, addPerson, SYSTEM } from "@/tests/support/people";
import { issuer, sql } from "@/tests/support/worker-database";

const NEW = "a new password";

describe("a new password", () => {
  it.each(["nobody", "outsider", "reader"] as const)("is not given by %s", async (who) => {
    const actors = await addActors();
    await expect(setPassword(actors[who], "writer@acme.example", NEW)).rejects.toMatchObject({ code: "access_denied" });
  });

  it("is given to users of the own domain only; others are not found", async () => {
    const { sysadmin } = await addActors();
    const clerk = await addClerk("clerk@acme.example", "clerk");
    await expect(setPassword(clerk, "nobody@acme.example", NEW)).resolves.toBe(0);
    await expect(setPassword(clerk, "foreign@globex.example", NEW)).rejects.toMatchObject({ code: "not_found" });
    await expect(setPassword(sysadmin, "foreign@globex.example", NEW)).resolves.toBe(0);
    await expect(setPassword(sysadmin, "ghost@globex.example", NEW)).rejects.toMatchObject({ code: "not_found" });
  });

  it("ends all sessions, frees the seats and leaves one audit entry without the password", async () => {
    const license = concurrent("CALL_CENTER", 1);
    await install(issuer, [license]);
    const person = await addPerson("agent@acme.example");
    await grant(person.id, license);
    await signIn(person.address, person.password);
    await signIn(person.address, person.password, "api");
    expect(await setPassword(SYSTEM, "Agent@Acme.example", NEW)).toBe(2);
    const [left] = await sql`
      select (select count(*)::int from sessions) as sessions, (select count(*)::int from seats) as seats`;
    expect(left).toEqual({ sessions: 0, seats: 0 });
    const entries = await sql`select actor_name, user_id, before, after from audit_entries where act = 'set_password'`;
    expect(entries).toEqual([
      {
        actor_name: SYSTEM.name,
        user_id: person.id,
        before: null,
        after: { user: "agent", username: "agent", domain: "acme.example", ended_sessions: 2 },
      },
    ]);
    await expect(signIn(person.address, person.password)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(signIn(person.address, NEW)).resolves.toMatchObject({ userId: person.id });
  });

  it("has 8 to 1,000 characters", async () => {
    const { address } = await addPerson("agent@acme.example");
    for (const password of ["", "1234567", "x".repeat(1_001)]) {
      const refused = { code: "bad_request", params: { field: "password" } };
      await expect(setPassword(SYSTEM, address, password)).rejects.toMatchObject(refused);
    }
  });
});
