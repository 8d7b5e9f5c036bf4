import { describe, expect, it } from "vitest";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { sweepSessions } from "@/lib/use-cases/sessions/sweep-sessions";
import { grant, install } from "@/tests/support/installation";
import { concurrent } from "@/tests/support/issuer";
import { addPerson } from "@/tests/support/people";
import { everyRow } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const SHIFTS = concurrent("CALL_CENTER", 5);

async function signedIn(name: string) {
  const person = await addPerson(`${name}@acme.example`);
  await grant(person.id, SHIFTS);
  await signIn(person.address, person.password);
  return person;
}

/** As if this person had done nothing for so many hours. */
async function lapse({ id }: { id: string }, hours: number): Promise<void> {
  await sql`update sessions set idle_ends_at = now() - make_interval(hours => ${hours}) where user_id = ${id}`;
  await sql`update seats set ends_at = now() - make_interval(hours => ${hours}) where user_id = ${id}`;
}

describe("sweeping sessions", () => {
  it("leaves live ones, and those that ended within a day, as they are", async () => {
    await install(issuer, [SHIFTS]);
    await signedIn("anna");
    await lapse(await signedIn("bob"), 23);
    const before = await everyRow();
    expect(await sweepSessions()).toBe(0);
    expect(await everyRow()).toEqual(before);
  });

  it("removes older ones, and nothing else", async () => {
    await install(issuer, [SHIFTS]);
    const anna = await signedIn("anna");
    await lapse(await signedIn("bob"), 25);
    const { sessions: _, ...others } = await everyRow();
    expect(await sweepSessions()).toBe(1);
    const { sessions: __, ...after } = await everyRow();
    expect(after).toEqual(others);
    expect(await sql`select user_id::text from sessions`).toEqual([{ user_id: anna.id }]);
  });

  it("removes more than one batch, also when two do it at once", async () => {
    await install(issuer, [SHIFTS]);
    const anna = await addPerson("anna@acme.example");
    await sql`
      insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
      select sha256(n::text::bytea), ${anna.id}, 'browser', now() - interval '2 days', now() - interval '1 day'
      from generate_series(1, 2500) n`;
    const gone = await Promise.all([sweepSessions(), sweepSessions()]);
    expect(gone[0] + gone[1]).toBe(2500);
    expect(await sql`select 1 from sessions`).toHaveLength(0);
  });
});
