import { describe, expect, it } from "vitest";
import { listLicenses } from "@/lib/use-cases/licenses/list-licenses";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { signOut } from "@/lib/use-cases/sessions/sign-out";
import { sweepSeats } from "@/lib/use-cases/sessions/sweep-seats";
import { grant, install } from "@/tests/support/installation";
import { concurrent } from "@/tests/support/issuer";
import { actorOf, addPerson, type Person } from "@/tests/support/people";
import { everyRow } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const SHIFTS = concurrent("CALL_CENTER", 5);
const CALLS = concurrent("MOBILE", 3);

async function holder(name: string, ...licenses: (typeof SHIFTS)[]) {
  const person = await addPerson(`${name}@acme.example`, { roles: ["sysadmin"] });
  await grant(person.id, SHIFTS, ...licenses);
  return person;
}

async function signedIn(name: string) {
  const person = await holder(name);
  const { token } = await signIn(person.address, person.password);
  return { ...person, token };
}

const lapse = ({ id }: { id: string }) =>
  sql`update seats set ends_at = now() - interval '1 second' where user_id = ${id}`;

/** The counter, the rows, and what a person reads as used. */
async function counted(reader: Person) {
  const { licenses } = await listLicenses(await actorOf(reader), { q: "", page: 1, size: 10, sort: null });
  const rows =
    await sql`select id, seated, (select count(*)::int from seats s where s.license_id = l.id) as rows from licenses l`;
  return rows.map(({ id, seated, rows: stored }) => ({
    seated,
    stored,
    used: licenses.find((l) => l.id === id)?.used,
  }));
}

describe("sweeping seats", () => {
  it("a lapsed seat counts for nothing at once, swept or not", async () => {
    await install(issuer, [SHIFTS]);
    const anna = await signedIn("anna");
    await lapse(await signedIn("bob"));
    expect(await counted(anna)).toEqual([{ seated: 2, stored: 2, used: 1 }]);
    expect(await sweepSeats()).toBe(1);
    expect(await counted(anna)).toEqual([{ seated: 1, stored: 1, used: 1 }]);
  });

  it("changes nothing else", async () => {
    await install(issuer, [SHIFTS]);
    await lapse(await signedIn("bob"));
    const { seats: _, licenses: __, ...others } = await everyRow();
    await sweepSeats();
    const { seats, licenses: ___, ...after } = await everyRow();
    expect(after).toEqual(others);
    expect(seats).toEqual([]);
  });

  it("of more than one batch removes all, also when two do it at once", async () => {
    await install(issuer, [SHIFTS]);
    const anna = await holder("anna");
    await sql`insert into users (domain_id, username, name) select domain_id, 'u' || n, 'U' from users, generate_series(1, 1200) n where id = ${anna.id}`;
    await sql`insert into seats (license_id, user_id, ends_at) select ${SHIFTS.id}, id, now() - interval '1 second' from users`;
    const gone = await Promise.all([sweepSeats(), sweepSeats()]);
    expect(gone[0] + gone[1] + (await sweepSeats())).toBe(1201);
    expect(await counted(anna)).toEqual([{ seated: 0, stored: 0, used: 0 }]);
  });

  it("beside sign-ins, sign-outs and lapses of everybody leaves every counter as its rows, and no limit passed", async () => {
    await install(issuer, [SHIFTS, CALLS]);
    const people: Person[] = [];
    for (let nth = 0; nth < 8; nth++) people.push(await holder(`user${nth}`, CALLS));
    const act = async (person: (typeof people)[number], nth: number) => {
      for (let round = 0; round < 6; round++) {
        const { token } = await signIn(person.address, person.password);
        if ((nth + round) % 3 === 0) await lapse(person);
        else await signOut(token);
      }
    };
    const over = new AbortController();
    const sweeper = async () => {
      while (!over.signal.aborted) await sweepSeats();
    };
    const sweeping = Promise.all([sweeper(), sweeper()]);
    await Promise.all(people.map(act));
    over.abort();
    await sweeping;
    for (const { seated, stored, used } of await counted(people[0] ?? (await holder("nobody")))) {
      expect(seated).toBe(stored);
      expect(used).toBeLessThanOrEqual(5);
    }
  });

  it("a seat is never moved to another license or user, and emptying the table empties the counters", async () => {
    await install(issuer, [SHIFTS, CALLS]);
    await signedIn("anna");
    await expect(sql`update seats set license_id = ${CALLS.id}`).rejects.toThrow("never moved");
    await sql`truncate seats`;
    expect(await sql`select distinct seated from licenses`).toEqual([{ seated: 0 }]);
  });
});
