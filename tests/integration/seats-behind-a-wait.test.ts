import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { hashToken, newSessionToken } from "@/lib/access/session";
import { grant, install } from "@/tests/support/installation";
import { concurrent, type IssuedLicense } from "@/tests/support/issuer";
import { addPerson, type Person } from "@/tests/support/people";
import { hold, untilWaiting } from "@/tests/support/open-transactions";
import { issuer, sql } from "@/tests/support/worker-database";

let scarce: IssuedLicense;
let ample: IssuedLicense;
let anna: Person;
let bob: Person;

beforeEach(async () => {
  scarce = concurrent("CALL_CENTER", 1);
  ample = concurrent("EMAIL", 10);
  await install(issuer, [scarce, ample]);
  anna = await addPerson("anna@acme.example");
  bob = await addPerson("bob@acme.example");
});

/** Opens a session on a connection, as the sign-in does once the password was found right. */
async function enter(connection: typeof sql, { id }: Person): Promise<string> {
  const hash = hashToken(newSessionToken());
  await connection`
    select open_session(${id}, (select password_hash from users where id = ${id}), decode(${hash}, 'hex'), 'browser',
      '30 minutes', '12 hours', ${randomUUID()})`;
  return hash;
}

const leave = (hash: string) => sql`select close_session(decode(${hash}, 'hex'), ${randomUUID()})`;

async function liveSeats({ id }: IssuedLicense): Promise<number> {
  const [row] = await sql`
    select count(*)::int as seats from seats where license_id = ${id} and ends_at > clock_timestamp()`;
  return row?.seats;
}

describe("a sign-in that waited", () => {
  it("takes no seat beyond the limit of a license that was given to the user meanwhile", async () => {
    await grant(anna.id, ample);
    await grant(bob.id, scarce);
    const busy = await hold((connection) => connection`select from licenses where id = ${ample.id} for no key update`);
    const waiting = enter(sql, anna);
    await untilWaiting();
    await grant(anna.id, scarce);
    const last = await hold((connection) => enter(connection, bob));
    await busy.commit();
    await untilWaiting();
    await last.commit();
    await waiting;
    expect(await liveSeats(scarce)).toBe(1);
    expect(await liveSeats(ample)).toBe(1);
  });

  it("has no claim to a seat of its own that lapsed meanwhile and was given to somebody else", async () => {
    await grant(anna.id, scarce);
    await grant(bob.id, scarce);
    await enter(sql, anna);
    await sql`update sessions set idle_ends_at = now() + interval '1 second'`;
    await sql`update seats set ends_at = now() + interval '1 second'`;
    const busy = await hold((connection) => connection`select from users where id = ${anna.id} for update`);
    const waiting = enter(sql, anna);
    await untilWaiting();
    await sleep(1_500);
    await enter(sql, bob);
    await busy.commit();
    await waiting;
    expect(await liveSeats(scarce)).toBe(1);
    expect(await sql`select user_id::text from seats where ends_at > now()`).toEqual([{ user_id: bob.id }]);
  });
});

describe("a sign-in to a product of which a seat is held already", () => {
  it("gives that one back where its license was closed, so that nobody counts twice when it is open again", async () => {
    const later = concurrent("CALL_CENTER", 1, { not_after: scarce.not_after + 1 });
    await install(issuer, [scarce, ample, later]);
    await grant(anna.id, scarce, ample, later);
    await enter(sql, anna);
    expect([await liveSeats(scarce), await liveSeats(later)]).toEqual([1, 0]);
    await sql`update licenses set withdrawn_at = now() where id = ${scarce.id}`;
    await enter(sql, anna);
    await sql`update licenses set withdrawn_at = null where id = ${scarce.id}`;
    expect([await liveSeats(scarce), await liveSeats(later), await liveSeats(ample)]).toEqual([0, 1, 1]);
    expect(await sql`select seated from licenses where id = ${scarce.id}`).toEqual([{ seated: 0 }]);
  });
});

describe("a sign-out beside the extension of another session of the same user", () => {
  for (const [what, left, extend] of [
    ["collected with others", 300, "extend_sessions(array[decode($1, 'hex')], array[interval '0'], '30 minutes')"],
    ["in its last seconds", 2, "extend_session(decode($1, 'hex'), '30 minutes')"],
  ] as const) {
    it(`keeps the seat for as long as that session lives: ${what}`, async () => {
      await grant(anna.id, scarce);
      const [ended, kept] = [await enter(sql, anna), await enter(sql, anna)];
      await sql`update sessions set idle_ends_at = now() + ${left} * interval '1 second'`;
      await sql`update seats set ends_at = now() + ${left} * interval '1 second'`;
      const extension = await hold((connection) => connection.unsafe(`select ${extend}`, [kept]));
      if (left < 10) await sleep((left + 0.5) * 1_000);
      const leaving = leave(ended).execute();
      await untilWaiting();
      await extension.commit();
      await leaving;
      expect(
        await sql`select s.idle_ends_at = t.ends_at as same, t.ends_at > now() + interval '29 minutes' as moved
          from sessions s join seats t using (user_id)`,
      ).toEqual([{ same: true, moved: true }]);
    });
  }
});

describe("the extension of a session", () => {
  it("does nothing where that session ended while a sign-out of another was waited for", async () => {
    await grant(anna.id, scarce);
    const [ended, lapsing] = [await enter(sql, anna), await enter(sql, anna)];
    await sql`update sessions set idle_ends_at = now() + interval '1 second' where token_hash = decode(${lapsing}, 'hex')`;
    const leaving = await hold(
      (connection) => connection`select close_session(decode(${ended}, 'hex'), ${randomUUID()})`,
    );
    const extending = sql`select extend_session(decode(${lapsing}, 'hex'), '30 minutes') as extended`.execute();
    await untilWaiting();
    await sleep(1_200);
    await leaving.commit();
    expect(await extending).toEqual([{ extended: false }]);
    expect(await liveSeats(scarce)).toBe(0);
  });
});
