import postgres from "postgres";
import { expect, it } from "vitest";
import { install } from "@/tests/support/installation";
import { concurrent, named } from "@/tests/support/issuer";
import { addCrowd } from "@/tests/support/people";
import { databaseUrl, issuer, sql } from "@/tests/support/worker-database";

const MANY = 2_000;
const ACTOR = { kind: "system", name: "test" };

/** One connection, that plans a statement when it sends it first, and keeps the plan. */
async function onOneConnection<Answer>(act: (lone: postgres.Sql) => Promise<Answer>): Promise<Answer> {
  const lone = postgres(databaseUrl, { max: 1 });
  try {
    return await act(lone);
  } finally {
    await lone.end();
  }
}

type Lone = postgres.Sql | postgres.TransactionSql;
type Change = (lone: Lone, users: string[], licenseId: string, held: boolean) => Promise<unknown>;

const act: Change = (lone, users, licenseId, held) => lone`
  select change_grant_lists(${users}::bigint[], array_fill(${licenseId}::uuid, array[${users.length}::int]),
    array_fill(${held}::boolean, array[${users.length}::int]), null, true, ${lone.json(ACTOR)}, gen_random_uuid())`;

const rows: Change = (lone, users, licenseId, held) =>
  held
    ? lone`insert into grants (user_id, license_id) select unnest(${users}::bigint[]), ${licenseId}`
    : lone`delete from grants where license_id = ${licenseId} and user_id = any (${users}::bigint[])`;

async function readSoFar(lone: Lone) {
  const [read] = await lone<{ passed: number; found: number }[]>`
    select sum(seq_tup_read)::int as passed, sum(idx_tup_fetch)::int as found from pg_stat_xact_user_tables
    where relname in ('users', 'licenses', 'grants', 'seats')`;
  return read ?? { passed: Number.NaN, found: Number.NaN };
}

/** Rows read one after the other, and rows looked up, while one grant is given and taken back. */
function lookedAt(lone: postgres.Sql, change: Change, user: string, licenseId: string) {
  // Within a transaction, so that no figures are handed on between the two readings.
  return lone.begin(async (within) => {
    const before = await readSoFar(within);
    await change(within, [user], licenseId, true);
    await change(within, [user], licenseId, false);
    const after = await readSoFar(within);
    return { passed: after.passed - before.passed, found: after.found - before.found };
  });
}

it.each([
  ["an act", act],
  ["rows that are written without one", rows],
])(
  "one grant looks up what it is about, also where the connection gave and took thousands before, with %s",
  async (_, change) => {
    const [license, busy] = [named("CALL_CENTER", MANY), concurrent("EMAIL", MANY)];
    await install(issuer, [license, busy, ...Array.from({ length: 60 }, () => named("WFM", 1))]);
    const users = await addCrowd(MANY);
    await sql`insert into seats (license_id, user_id, ends_at) select ${busy.id}, u::bigint, now() + interval '1 hour' from unnest(${users}::text[]) u`;
    const [user = ""] = users;
    const alone = await onOneConnection((lone) => lookedAt(lone, change, user, license.id));
    const afterwards = await onOneConnection(async (lone) => {
      await change(lone, users, license.id, true);
      await change(lone, users, license.id, false);
      return lookedAt(lone, change, user, license.id);
    });
    expect(alone).toMatchObject({ passed: 0 });
    expect(alone.found).toBeLessThan(40);
    expect(afterwards).toEqual(alone);
  },
);
