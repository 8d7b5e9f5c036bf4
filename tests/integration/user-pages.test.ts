import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import { listUsers } from "@/lib/use-cases/directory/list-users";
import { type GrantRequest, listGrants } from "@/lib/use-cases/grants/list-grants";
import { listUserGrants } from "@/lib/use-cases/grants/list-user-grants";
import { listHolders } from "@/lib/use-cases/licenses/list-holders";
import { grant, install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addActor, addActors, addCrowd, addPerson } from "@/tests/support/people";
import { hold, untilWaiting } from "@/tests/support/open-transactions";
import { issuer, sql } from "@/tests/support/worker-database";

const ALL = { q: "", page: 1, size: 100, sort: null };

async function names(actor: UserActor, request: Partial<GrantRequest>): Promise<string[]> {
  return (await listGrants(actor, { ...ALL, ...request })).users.map(({ name }) => name);
}

/** Buckets whose count is not that of the users from their beginning to the next one's, and scopes that lack one. */
async function wrongCounts() {
  return sql`
    with edged as (
      select *, lead(name) over w as next_name, lead(user_id) over w as next_id
      from user_buckets window w as (partition by scope order by name, user_id))
    select scope::text, name, users from edged b
    where users <> (
      select count(*) from users u where (b.scope = 0 or u.domain_id = b.scope) and (u.name, u.id) >= (b.name, b.user_id)
        and (b.next_name is null or (u.name, u.id) < (b.next_name, b.next_id)))
    union all select d.id::text, d.name, 0 from domains d
    where (select count(*) from users u where u.domain_id = d.id)
      <> (select coalesce(sum(b.users), 0) from user_buckets b where b.scope = d.id)`;
}

describe("a list of users beyond the actor's domain", () => {
  it("does not exist for a page, a search, a filter or a deep page without all_domains", async () => {
    const { writer, foreign } = { ...(await addActors()), foreign: await addCrowd(30, "globex.example", "foreign") };
    expect(foreign).toHaveLength(30);
    for (const asked of [{ q: "foreign" }, { domain: "globex.example" }, { q: "foreign", domain: "globex.example" }]) {
      expect(await names(writer, asked)).toEqual([]);
    }
    const deep = await listGrants(writer, { ...ALL, page: 9, size: 3 });
    expect(deep.users.every(({ domain }) => domain === "acme.example")).toBe(true);
  });
});

describe("pages by name", () => {
  it("hold everybody once, both ways, in all domains and in one", async () => {
    const reader = await addActor("chief@acme.example", "sysadmin");
    await addCrowd(4_500, "acme.example", "user");
    await addCrowd(90, "globex.example", "user");
    expect(await sql`select 1 from user_buckets where scope = 0`).not.toHaveLength(1);
    for (const descending of [false, true]) {
      const sort = { field: "name", descending };
      const expected = await sql`select u.id::text from users u order by u.name, u.id`;
      const ids = descending ? expected.map(({ id }) => id).toReversed() : expected.map(({ id }) => id);
      const pages = [1, 2, 3, 4, 5].map((page) => listGrants(reader, { ...ALL, sort, page, size: 1_000 }));
      expect((await Promise.all(pages)).flatMap(({ users }) => users.map(({ id }) => id))).toEqual(ids);
    }
    const one = [1, 2, 3].map((page) => listGrants(reader, { ...ALL, domain: "globex.example", page, size: 40 }));
    const shown = (await Promise.all(one)).flatMap(({ users }) => users.map(({ id }) => id));
    expect(new Set(shown).size).toBe(90);
    expect(shown).toHaveLength(90);
  });

  it("beyond the last are the last, for people; for programs they are empty", async () => {
    const reader = await addActor("chief@acme.example", "sysadmin");
    await addCrowd(24);
    const last = await listGrants(reader, { ...ALL, page: 1_000_000, size: 10 });
    expect([last.page, last.users.length]).toEqual([3, 5]);
    const api = { ...ALL, ids: [], withGrants: false, page: 4, size: 10 };
    expect(await listUserGrants(reader, api)).toEqual({ total: { count: 25, more: false }, users: [] });
  });

  it("stay exact while others add, remove, rename and move users", async () => {
    const reader = await addActor("chief@acme.example", "sysadmin");
    await addCrowd(4_200);
    await addCrowd(50, "globex.example", "other");
    const storm = Array.from({ length: 8 }, async (_, mine) => {
      for (let round = 0; round < 4; round++) {
        await sql`insert into users (domain_id, username, name) select min(id), ${`new${mine}.${round}.`} || n, chr(65 + n % 26) || n
          from domains, generate_series(1, 120) n group by n`;
        await sql`delete from users where id % 8 = ${mine} and id % 5 = ${round} and username like 'user%'`;
        await sql`update users set name = 'R ' || name where id % 8 = ${mine} and id % 7 = ${round}`;
        await sql`update users set disabled_at = case when disabled_at is null then now() end where id % 8 = ${mine} and id % 3 = ${round % 3}`;
        await sql`update users set domain_id = (select max(id) from domains) where id % 8 = ${mine} and id % 11 = ${round}`;
      }
    });
    await Promise.all(storm);
    expect(await wrongCounts()).toEqual([]);
    const [row] = await sql`select count(*)::int as users from users`;
    const pages = Array.from({ length: Math.ceil(row?.users / 500) }, (_, at) =>
      listGrants(reader, { ...ALL, page: at + 1, size: 500 }),
    );
    const ids = (await Promise.all(pages)).flatMap(({ users }) => users.map(({ id }) => id));
    expect([ids.length, new Set(ids).size]).toEqual([row?.users, row?.users]);
    const words = sql`select 1 from user_words w join users u on u.id = w.user_id where (w.name, w.domain_id, w.username, w.disabled_at) is distinct from (u.name, u.domain_id, u.username, u.disabled_at)`;
    expect(await words).toEqual([]);
    await sql`delete from users where username like 'new%' or username like 'user%'`;
    expect(await wrongCounts()).toEqual([]);
  });
});

describe("a search", () => {
  it("comes in the order of the word found, then of the name, each user once", async () => {
    const reader = await addActor("chief@acme.example", "sysadmin");
    const people = ["Zoe Kova", "Adam Kovach", "Kova Kovalenko", "Bob Kova", "Kovach Kova", "Юрій Коваль"];
    for (const [nth, name] of people.entries()) await addPerson(`p${nth}@acme.example`, { name });
    const found = ["Bob Kova", "Kova Kovalenko", "Kovach Kova", "Zoe Kova", "Adam Kovach"];
    expect(await names(reader, { q: "kov" })).toEqual(found);
    expect((await listGrants(reader, { ...ALL, q: "kov" })).total).toEqual({ count: 5, more: false });
    expect((await Promise.all([1, 2, 3].map((page) => names(reader, { q: "kov", page, size: 2 })))).flat()).toEqual(
      found,
    );
    expect(await names(reader, { q: "kov ko" })).toEqual(found);
    expect(await names(reader, { q: "ad kov" })).toEqual(["Adam Kovach"]);
    const sort = { field: "name", descending: true };
    expect(await names(reader, { q: "kov", sort })).toEqual(found.toSorted().toReversed());
  });

  it("is narrowed by state and license, by whichever of term and license is rarer", async () => {
    const reader = await addActor("chief@acme.example", "sysadmin");
    const [rare, wide] = [named("CALL_CENTER", 500), named("EMAIL", 500)];
    await install(issuer, [rare, wide]);
    const ids = await addCrowd(60);
    for (const id of ids.slice(0, 50)) await grant(id, wide);
    for (const id of ids.slice(10, 13)) await grant(id, rare);
    await sql`update users set disabled_at = now() where id = ${ids[11] ?? ""}`;
    const asked = (request: object) => listGrants(reader, { ...ALL, q: "user", ...request });
    expect((await asked({ has: rare.id })).users.map(({ name }) => name)).toEqual(["user 11", "user 12", "user 13"]);
    expect((await asked({ has: wide.id, without: rare.id })).total.count).toBe(47);
    expect((await asked({ has: rare.id, state: "disabled" })).users.map(({ name }) => name)).toEqual(["user 12"]);
    expect((await asked({ q: "", has: wide.id, state: "enabled", size: 7, page: 7 })).users).toHaveLength(7);
    expect((await asked({ q: "", without: wide.id })).total.count).toBe(11);
    expect((await listHolders(reader, rare.id, { ...ALL, q: "user1" })).holders).toHaveLength(3);
    const sort = { field: `license.${wide.id}`, descending: true };
    const pages = await Promise.all([1, 2, 3, 4].map((page) => asked({ q: "", sort, page, size: 17 })));
    expect(new Set(pages.flatMap(({ users }) => users.map(({ id }) => id))).size).toBe(61);
    const state = {
      ...ALL,
      sort: { field: "state", descending: true },
      domain: "",
      state: "" as const,
      add: false,
      import: false,
      edit: "",
    };
    expect((await listUsers(reader, state)).users[0]?.disabled).toBe(true);
  });
});

describe("a page far down a narrowed list", () => {
  it("may take longer than a click does", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const reader = await addActor("chief@acme.example", "sysadmin");
    const sort = { field: `license.${license.id}`, descending: true };
    const ask = (page: number) =>
      listUserGrants(reader, { ...ALL, ids: [], withGrants: false, sort, page, size: 1_000 });
    const busy = await hold((connection) => connection`lock table users in access exclusive mode`);
    const asked = Promise.allSettled([ask(100), ask(101)]);
    await sleep(5_500);
    await busy.commit();
    const [reached, deep] = await asked;
    expect(reached.status).toBe("rejected");
    expect(deep).toMatchObject({ status: "fulfilled", value: { users: [], total: { count: 1, more: false } } });
  });
});

describe("the counts of users", () => {
  it("are locked when the words are written, so that nobody waits for those of another's user", async () => {
    await addPerson("anna@acme.example");
    const busy = await hold((connection) => connection`lock table user_words in share mode`);
    const adding = addPerson("bob@acme.example");
    await untilWaiting();
    expect(await sql`select 1 from user_buckets for update nowait`).not.toEqual([]);
    await busy.commit();
    await adding;
    expect(await wrongCounts()).toEqual([]);
  });

  it("finds holders who all come last by name, both ways, by a filter or a sort", async () => {
    const license = named("CALL_CENTER", 500);
    await install(issuer, [license]);
    const { sysadmin } = await addActors();
    await addCrowd(400, "acme.example", "aaa");
    await addCrowd(100, "acme.example", "zzz");
    await sql`insert into grants (user_id, license_id) select id, ${license.id}::uuid from users where username like 'zzz%'`;
    const rows = await sql`select name from users where username like 'zzz%' order by name, id`;
    const expected = rows.map(({ name }) => String(name));
    const sort = { field: `license.${license.id}`, descending: true };
    for (const request of [{ has: license.id }, { sort }]) {
      const pages = await Promise.all([1, 2, 10].map((page) => names(sysadmin, { ...request, page, size: 10 })));
      expect(pages.flat()).toEqual([...expected.slice(0, 20), ...expected.slice(90)]);
    }
    const back = { has: license.id, sort: { field: "name", descending: true } };
    expect(await names(sysadmin, { ...back, size: 10 })).toEqual(expected.toReversed().slice(0, 10));
  });
});
