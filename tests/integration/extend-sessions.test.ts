import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { noteHeartbeat, takeHeartbeats } from "@/lib/access/heartbeats";
import { actorOfToken, hashToken } from "@/lib/access/session";
import { extendSessions } from "@/lib/use-cases/sessions/extend-sessions";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { grant, install } from "@/tests/support/installation";
import { concurrent, type IssuedLicense } from "@/tests/support/issuer";
import { hold, untilWaiting } from "@/tests/support/open-transactions";
import { addPerson, type Person } from "@/tests/support/people";
import { issuer, sql } from "@/tests/support/worker-database";

let license: IssuedLicense;
let anna: Person;

beforeEach(async () => {
  takeHeartbeats(Number.POSITIVE_INFINITY);
  license = concurrent("CALL_CENTER", 600);
  await install(issuer, [license]);
  anna = await addPerson("anna@acme.example", { roles: ["reader"] });
  await grant(anna.id, license);
});

const enter = async () => (await signIn(anna.address, anna.password)).token;

/** As if nothing had been written of the sessions for two minutes; they and their seats have so long. */
async function age(left = "5 minutes") {
  await sql`update sessions set seen_at = now() - interval '2 minutes', idle_ends_at = now() + ${left}::interval`;
  await sql`update seats set ends_at = now() + ${left}::interval`;
}

const ends = async () => {
  const [row] = await sql<{ session: boolean; seat: boolean }[]>`
    select bool_and(s.idle_ends_at > now() + interval '29 minutes') as session,
      bool_and(t.ends_at > now() + interval '29 minutes') as seat from sessions s join seats t using (user_id)`;
  return row;
};
async function isSeatMoved(hash: string): Promise<boolean> {
  const [row] = await sql<{ moved: boolean }[]>`
    select t.ends_at > now() + interval '29 minutes' as moved
    from seats t join sessions s using (user_id) where s.token_hash = decode(${hash}, 'hex')`;
  return row?.moved ?? false;
}

/** The statements that wrote sessions and seats as they are, one for each row. */
async function writers(): Promise<string[]> {
  const rows = await sql<{ xmin: string }[]>`
    select xmin::text from sessions union all select xmin::text from seats`;
  return rows.map(({ xmin }) => xmin);
}

const MOVED = { session: true, seat: true };
const KEPT = { session: false, seat: false };

/** Sessions of as many people, each with a seat; answers the hashes of their tokens. */
async function crowd(size: number): Promise<string[]> {
  const hashes = Array.from({ length: size }, () => hashToken(randomBytes(32).toString("hex")));
  await sql`
    with people as (
      insert into users (domain_id, name, username) select u.domain_id, 'Agent ' || n, 'agent' || n
      from users u, generate_series(1, ${size}) n where u.id = ${anna.id} returning id
    ), seated as (
      insert into seats (license_id, user_id, ends_at) select ${license.id}, id, now() from people
    )
    insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
    select decode(h, 'hex'), p.id, 'api', now(), now() + interval '12 hours'
    from (select id, row_number() over () as nth from people) p
    join unnest(${hashes}::text[]) with ordinality as e(h, nth) using (nth)`;
  await age();
  return hashes;
}

describe("a session that is used", () => {
  it("is read only, and extended with its seat at the next turn", async () => {
    const token = await enter();
    await age();
    const before = await writers();
    await actorOfToken(token);
    await actorOfToken(token);
    expect(await writers()).toEqual(before);
    expect(await extendSessions()).toBe(1);
    expect(await ends()).toEqual(MOVED);
    expect(await extendSessions()).toBe(0);
  });

  it("is extended when a later turn has ended, also by one that was under way", async () => {
    const token = await enter();
    await age();
    await actorOfToken(token);
    const busy = await hold((connection) => connection`select from sessions for update`);
    const first = extendSessions();
    await untilWaiting();
    const later = extendSessions().then(ends);
    await Promise.race([later, sleep(100)]);
    await busy.commit();
    expect(await later).toEqual(MOVED);
    expect(await first).toBe(1);
  });

  it("is extended at once when it or a seat has less than ten seconds left", async () => {
    const token = await enter();
    await age("8 seconds");
    await actorOfToken(token);
    expect(await ends()).toEqual(MOVED);
    await age();
    await sql`update seats set ends_at = now() + interval '8 seconds'`;
    await actorOfToken(token);
    expect(await ends()).toEqual(MOVED);
    expect(await extendSessions()).toBe(0);
  });

  it("is not extended past its longest life", async () => {
    const token = await enter();
    await age();
    await sql`update sessions set ends_at = now() + interval '6 minutes'`;
    await actorOfToken(token);
    await extendSessions();
    const [row] =
      await sql`select s.idle_ends_at = s.ends_at and t.ends_at = s.ends_at as capped from sessions s join seats t using (user_id)`;
    expect(row?.capped).toBe(true);
  });

  it("is not extended when it ended meanwhile, nor is its seat", async () => {
    const token = await enter();
    await age();
    await actorOfToken(token);
    await sql`update sessions set idle_ends_at = now() - interval '1 second'`;
    await sql`update seats set ends_at = now() - interval '1 second'`;
    await extendSessions();
    expect(await sql`select 1 from sessions where idle_ends_at > now()`).toHaveLength(0);
    expect(await sql`select 1 from seats where ends_at > now()`).toHaveLength(0);
  });

  it("with a short idle time is due after a twentieth of it", async () => {
    const token = hashToken(await enter());
    const due = async (seconds: number) => {
      await sql`update sessions set seen_at = now() - make_interval(secs => ${seconds}), idle_ends_at = now() + interval '50 seconds'`;
      const [row] =
        await sql`select (token_actor(decode(${token}, 'hex'), interval '1 minute') ->> 'due')::boolean as due`;
      return row?.due;
    };
    expect([await due(2), await due(4)]).toEqual([false, true]);
  });
});

const minutesAgo = (minutes: number) => performance.now() - minutes * 60_000;

/** How long a session and its seat last, and how long ago it was used. */
const minutesOf = async (hash: string) => {
  const [row] = await sql`
    select round(extract(epoch from s.idle_ends_at - now()) / 60)::int as session,
      round(extract(epoch from t.ends_at - now()) / 60)::int as seat, round(extract(epoch from now() - s.seen_at) / 60)::int as unseen
    from sessions s join seats t using (user_id) where s.token_hash = decode(${hash}, 'hex')`;
  return row;
};

describe("many sessions that are used", () => {
  it("are extended by one statement for 500", async () => {
    for (const hash of await crowd(600)) noteHeartbeat(hash);
    expect(await extendSessions()).toBe(600);
    expect(await ends()).toEqual(MOVED);
    const rows = new Map<string, number>();
    for (const writer of await writers()) rows.set(writer, (rows.get(writer) ?? 0) + 1);
    expect([...rows.values()].toSorted((a, b) => a - b)).toEqual([200, 1_000]);
  });

  it("wait for nobody, and whoever was left is extended when the other is done, with all seats", async () => {
    const [first = "", second = ""] = await crowd(2);
    let turn: Promise<number> = Promise.resolve(0);
    await sql.begin(async (other) => {
      await other`select 1 from seats t join sessions s using (user_id) where s.token_hash = decode(${first}, 'hex') for update of t`;
      noteHeartbeat(first);
      noteHeartbeat(second);
      turn = extendSessions();
      await expect.poll(() => isSeatMoved(second)).toBe(true);
      expect(await isSeatMoved(first)).toBe(false);
    });
    expect(await turn).toBe(2);
    expect(await ends()).toEqual(MOVED);
  });

  it("live on from their use, however much later it could be written", async () => {
    const [first = "", second = "", contested = ""] = await crowd(3);
    await sql`update sessions set idle_ends_at = now() + interval '5 seconds' where token_hash = decode(${contested}, 'hex')`;
    noteHeartbeat(first, minutesAgo(10));
    noteHeartbeat(contested, minutesAgo(20));
    // What is told later is older; and what would end a session sooner than it would end anyhow.
    noteHeartbeat(second, minutesAgo(3));
    noteHeartbeat(second, minutesAgo(8));
    await extendSessions();
    expect(await minutesOf(first)).toEqual({ session: 20, seat: 20, unseen: 2 });
    expect(await minutesOf(second)).toEqual({ session: 27, seat: 27, unseen: 2 });
    expect(await minutesOf(contested)).toEqual({ session: 10, seat: 10, unseen: 2 });
    noteHeartbeat(first, minutesAgo(28));
    await extendSessions();
    expect(await minutesOf(first)).toEqual({ session: 20, seat: 20, unseen: 2 });
  });

  it("are kept for the next turn when the statement fails", async () => {
    const hashes = await crowd(2);
    for (const hash of hashes) noteHeartbeat(hash);
    await sql`alter table sessions rename to sessions_gone`;
    try {
      await expect(extendSessions()).rejects.toThrow(/sessions/);
    } finally {
      await sql`alter table sessions_gone rename to sessions`;
    }
    expect(await ends()).toEqual(KEPT);
    expect(await extendSessions()).toBe(2);
    expect(await ends()).toEqual(MOVED);
  });
});
