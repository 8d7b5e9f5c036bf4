import postgres from "postgres";
import { expect, it, onTestFinished } from "vitest";
import { install } from "@/tests/support/installation";
import { concurrent, named } from "@/tests/support/issuer";
import { addCrowd } from "@/tests/support/people";
import { databaseUrl, issuer, sql } from "@/tests/support/worker-database";

const MANY = 2_000;
const ACTOR = { kind: "system", name: "test" };

type Lone = postgres.Sql | postgres.TransactionSql;

/** Gives a license to users, or takes it from them. Answers how many pages of tables and indexes all statements of the act looked at. */
async function change(lone: Lone, users: string[], licenseId: string, held: boolean): Promise<number> {
  const [row] = await lone<{ "QUERY PLAN": { Plan: Record<"Shared Hit Blocks" | "Shared Read Blocks", number> }[] }[]>`
    explain (analyze, buffers, format json)
    select change_grant_lists(${users}::bigint[], array_fill(${licenseId}::uuid, array[${users.length}::int]),
      array_fill(${held}::boolean, array[${users.length}::int]), null, true, ${lone.json(ACTOR)}, gen_random_uuid())`;
  const looked = row?.["QUERY PLAN"][0]?.Plan;
  return looked ? looked["Shared Hit Blocks"] + looked["Shared Read Blocks"] : Number.NaN;
}

/** Rows that were read one after the other, not looked up. */
async function passedSoFar(lone: Lone): Promise<number> {
  const [read] = await lone<{ passed: number }[]>`
    select sum(seq_tup_read)::int as passed from pg_stat_xact_user_tables
    where relname in ('users', 'licenses', 'grants', 'seats')`;
  return read?.passed ?? Number.NaN;
}

/** Pages looked at and rows passed while one grant is given, and while it is taken back with its seat. */
async function lookedAt(lone: postgres.Sql, user: string, licenseId: string) {
  // Each within a transaction, so that no figures are handed on between its two readings.
  const during = (held: boolean) =>
    lone.begin(async (within) => {
      const before = await passedSoFar(within);
      const pages = await change(within, [user], licenseId, held);
      return { pages, passed: (await passedSoFar(within)) - before };
    });
  const given = await during(true);
  await seat([user], licenseId);
  return { given, taken: await during(false) };
}

const seat = (users: string[], licenseId: string) => sql`
  insert into seats (license_id, user_id, ends_at)
  select ${licenseId}, u::bigint, now() + interval '1 hour' from unnest(${users}::text[]) u`;

it("one grant looks up what it is about, also where the connection gave and took thousands before", async () => {
  const [license, busy] = [concurrent("CALL_CENTER", MANY), concurrent("EMAIL", MANY)];
  await install(issuer, [license, busy, ...Array.from({ length: 60 }, () => named("WFM", 1))]);
  const users = await addCrowd(MANY);
  await seat(users, busy.id);
  await sql`analyze`;
  const [user = ""] = users;
  // One connection, which keeps the plans of the thousands.
  const lone = postgres(databaseUrl, { max: 1 });
  onTestFinished(() => lone.end());
  await change(lone, users, license.id, true);
  await seat(users, license.id);
  await change(lone, users, license.id, false);
  // The first time, catalogs are read too.
  await lookedAt(lone, user, license.id);
  const looked = await lookedAt(lone, user, license.id);
  expect([looked.given.passed, looked.taken.passed]).toEqual([0, 0]);
  expect(looked.given.pages).toBeLessThan(150);
  expect(looked.taken.pages).toBeLessThan(300);
});
