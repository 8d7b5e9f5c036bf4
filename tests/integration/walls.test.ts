import { sql as statement } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { query, queryList, queryOne } from "@/db/client";
import { actFor, beyondWalls, inScope, keepWalls } from "@/lib/access/walls";
import { exportUserCells } from "@/lib/use-cases/grants/export-user-cells";
import { fingerprint, keep, putBack } from "@/tests/support/kept-installation";
import { addActor, addCrowd } from "@/tests/support/people";
import { buildHouse } from "@/tests/support/who-may-house";
import { asPerson } from "@/tests/support/who-may-lines";
import { sql } from "@/tests/support/worker-database";

/** Tables whose rows belong to no domain, and why the walls leave them open. */
const SHARED: Record<string, string> = {
  attempts: "digests of accounts and addresses; asked before anybody is known",
  audit_seals: "hashes of all history in one chain",
  certificates: "one for the whole customer",
  clock_marks: "the newest time seen, for all",
  customers: "one",
  idempotent_acts: "known by a digest of whoever asked with which key",
  licenses: "all domains share them",
  roles: "all domains share them",
};

/** Which domain a row of a walled table belongs to, as SQL about the row `t`. */
const DOMAIN_OF: Record<string, string> = {
  domains: "t.id",
  users: "t.domain_id",
  user_words: "t.domain_id",
  user_buckets: "t.scope",
  channels: "t.domain_id",
};

const domainOf = (table: string) => DOMAIN_OF[table] ?? "(select u.domain_id from users u where u.id = t.user_id)";

async function tablesOf(isWalled: boolean): Promise<string[]> {
  const rows = await sql`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and relrowsecurity = ${isWalled} order by relname`;
  return rows.map(({ name }) => String(name));
}

const WALLED = await tablesOf(true);

describe("the walls", () => {
  it("stand around every table but those that belong to no domain", async () => {
    expect(await tablesOf(false)).toEqual(Object.keys(SHARED));
  });

  it("hide, of every table, the rows of other domains and no own one", async () => {
    await buildHouse();
    const keeper = await addActor("keeper@acme.example", "writer");
    await sql`insert into user_preferences select id, 'matrix_columns', '[]' from users`;
    await sql`insert into seats (user_id, license_id, ends_at) select u.id, l.id, now() from users u, licenses l where l.competitive`;
    await sql`insert into access_tokens (user_id, name, scope, token_hash, ends_at)
      select id, 'ci', 'read', sha256(id::text::bytea), now() + interval '1 day' from users`;
    for (const table of WALLED) {
      const counts = (where: string) => `select count(*)::int as rows from ${table} t where ${where}`;
      const [own] = await sql.unsafe(counts(`${domainOf(table)} = ${keeper.domain.id}`));
      const [foreign] = await sql.unsafe(counts(`${domainOf(table)} <> ${keeper.domain.id}`));
      const seen = await asPerson(keeper, () =>
        queryOne<{ own: number; rows: number }>(
          statement.raw(
            `select count(*)::int as rows, (count(*) filter (where ${domainOf(table)} = ${keeper.domain.id}))::int as own from ${table} t`,
          ),
        ),
      );
      expect({ table, isThere: foreign?.rows > 0 }).toEqual({ table, isThere: true });
      expect({ table, own: seen.own }).toEqual({ table, own: own?.rows });
      // History is also about things that are nobody's.
      if (table !== "audit_entries") expect({ table, rows: seen.rows }).toEqual({ table, rows: own?.rows });
    }
  });

  it("keep every row of other domains as it is, whatever is written", async () => {
    const { subjects, held, free } = await buildHouse();
    const writer = await addActor("writer@acme.example", "writer");
    await keep();
    const untouched = await fingerprint();
    const { user, enabledChannel } = subjects.globex;
    const globexId = String((await sql`select id from domains where name = 'globex.example'`)[0]?.id);
    const globex = statement`(select ${user.id}::bigint as id)`;
    const inserts = [
      statement`insert into grants (user_id, license_id) select g.id, ${free.id}::uuid from ${globex} g`,
      statement`insert into seats (user_id, license_id, ends_at) select g.id, ${free.id}::uuid, now() from ${globex} g`,
      statement`insert into user_roles (user_id, role_id) select g.id, r.id from ${globex} g, roles r where r.name = 'sysadmin'`,
      statement`insert into user_preferences (user_id, name, value) select g.id, 'matrix_columns', '[]' from ${globex} g`,
      statement`insert into access_tokens (user_id, name, scope, token_hash, ends_at) select g.id, 'x', 'write', 'x', now() from ${globex} g`,
      statement`insert into sessions (user_id, kind, token_hash, idle_ends_at, ends_at) select g.id, 'api', 'x', now(), now() from ${globex} g`,
      statement`insert into audit_entries (act, act_id, actor_kind, actor_name, user_id) select 'x', gen_random_uuid(), 'user', 'x', g.id from ${globex} g`,
      statement`insert into users (domain_id, username, name) values (${globexId}::bigint, 'x', 'x')`,
      statement`insert into domains (name) values ('x.example')`,
      statement`update users set domain_id = domain_id + 1`,
    ];
    for (const insert of inserts) {
      await expect(asPerson(writer, () => query(insert))).rejects.toThrow(/row-level security|foreign key/);
    }
    const nothing = [
      statement`update users set name = 'x' where id = ${user.id}::bigint returning 1`,
      statement`update channels set name = 'x' where id = ${enabledChannel}::bigint returning 1`,
      statement`delete from grants where license_id = ${held.id}::uuid and user_id = ${user.id}::bigint returning 1`,
      statement`delete from sessions where user_id = ${user.id}::bigint returning 1`,
      statement`delete from users where id = ${user.id}::bigint returning 1`,
      statement`delete from domains where name = 'globex.example' returning 1`,
      statement`select 1 from users where id = ${user.id}::bigint for update`,
    ];
    for (const act of nothing) expect(await asPerson(writer, () => query(act))).toEqual([]);
    expect(await fingerprint()).toBe(untouched);
    await putBack();
  });
});

const who = statement`select current_user::text as role, current_setting('seatwise.domain', true) as domain,
  (select json_agg(distinct domain_id::text) from users) as domains`;

type Who = { role: string; domain: string | null; domains: string[] | null };

const within = <T>(id: string, work: () => Promise<T>) =>
  inScope(() => {
    actFor({ kind: "user", permissions: [], domain: { id } } as unknown as Parameters<typeof actFor>[0]);
    return work();
  });

const seesItsOwn = async (id: string) =>
  expect(await within(id, () => queryOne<Who>(who))).toEqual({ role: "seatwise_bounded", domain: id, domains: [id] });

describe("a connection behind the walls", () => {
  let domains: string[];

  beforeEach(async () => {
    for (const name of ["a", "b", "c"]) await addCrowd(2, `${name}.example`);
    domains = (await sql`select id::text from domains order by id`).map(({ id }) => String(id));
  });

  it("serves one domain after another, hundreds at once, each its own rows", async () => {
    await Promise.all(Array.from({ length: 300 }, (_, nth) => seesItsOwn(domains[nth % 3] ?? "")));
  });

  it.each([
    ["was refused", statement`select 1 / (${1}::int - 1) as no`],
    ["cannot be read", statement`select ${"x"}::int from nowhere`],
    [
      "left its transaction",
      statement`select set_config('seatwise.domain', '', false), set_config('role', 'none', false)`,
    ],
    ["lost its server", statement`select pg_terminate_backend(pg_backend_pid()) from roles`],
  ])("is good again after a statement that %s", async (_, bad) => {
    const [a = "", b = ""] = domains;
    for (let turn = 0; turn < 5; turn++) {
      await Promise.allSettled(Array.from({ length: 8 }, () => within(a, () => query(bad))));
      await Promise.all(Array.from({ length: 8 }, () => seesItsOwn(b)));
    }
  });

  it("does lists in the same way", async () => {
    const [a = ""] = domains;
    expect((await within(a, () => queryList<Who>(who))).domains).toEqual([a]);
  });

  it("sees nothing while it was told no domain", async () => {
    const [a = ""] = domains;
    const blind = await sql.begin(async (own) => {
      await own.unsafe("set local role seatwise_bounded");
      return own.unsafe<Who[]>(
        "select (select count(*)::int from users) as users, (select count(*)::int from domains) as domains",
      );
    });
    expect(blind[0]).toEqual({ users: 0, domains: 0 });
    await seesItsOwn(a);
  });

  it("is not for whoever may see all domains, nor for what asks nobody", async () => {
    expect((await queryOne<Who>(who)).domains).toHaveLength(3);
    expect((await within(domains[0] ?? "", () => beyondWalls(() => queryOne<Who>(who)))).domains).toHaveLength(3);
  });
});

describe("a scope", () => {
  it("is needed to act for anybody, and never turns one into another", async () => {
    const [ann, ben] = [await addActor("ann@acme.example"), await addActor("ben@globex.example")];
    expect(() => actFor(ann)).toThrow(/scope/);
    await expect(
      asPerson(ann, async () => {
        actFor(ben);
      }),
    ).rejects.toThrow(/stay/);
  });

  it("goes on in a stream that is read after the request was answered", async () => {
    await addCrowd(3, "globex.example");
    const writer = await addActor("reader@acme.example", "reader");
    const question = { q: "", page: 1, size: 1_000, sort: null, ids: [], withGrants: true };
    const next = await asPerson(writer, async (person) => {
      const batches = await exportUserCells(person, question);
      return keepWalls(async () => [await batches.next(), await queryOne<Who>(who)] as const);
    });
    const [, { role }] = await next();
    expect(role).toBe("seatwise_bounded");
  });
});
