import postgres from "postgres";
import { randomFrom } from "@/tests/support/random";

export type Storm = { url: string; users: string[]; licenses: string[]; operations: number; clients?: number };

/**
 * Writes grants straight into the table over several connections at once: one or several at a time, given and taken
 * back at random, far more than the licenses have seats for. Answers what went wrong besides a limit or a double grant.
 */
export async function grantStorm({ url, users, licenses, operations, clients = 8 }: Storm): Promise<string[]> {
  const surprises: string[] = [];
  const client = async (seed: number) => {
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    const random = randomFrom(seed);
    const pick = (list: string[]) => list[random(list.length)] ?? "";
    const several = () =>
      Array.from({ length: 1 + random(3) }, () => ({ user_id: pick(users), license_id: pick(licenses) }));
    for (let done = 0; done < operations / clients; done++) {
      const pairs = sql.json(several());
      const chosen = sql`select distinct user_id, license_id from jsonb_to_recordset(${pairs}) as p(user_id bigint, license_id uuid) order by 1, 2`;
      const act =
        random(5) < 3
          ? sql`insert into grants (user_id, license_id) ${chosen}`
          : sql`delete from grants g using (${chosen}) p where g.user_id = p.user_id and g.license_id = p.license_id`;
      await act.catch((error: postgres.PostgresError) => {
        const isExpected = error.constraint_name === "grants_within_limit" || error.constraint_name === "grants_pkey";
        if (!isExpected) surprises.push(`${error.code} ${error.message}`);
      });
    }
    await sql.end();
  };
  await Promise.all(Array.from({ length: clients }, (_, seed) => client(seed + 1)));
  return surprises;
}

/** Grants and counter of each license, as the tables say. */
export async function countGrants(sql: postgres.Sql): Promise<{ limit: number; granted: number; grants: number }[]> {
  return sql`select "limit", granted, (select count(*)::int from grants g where g.license_id = l.id) as grants
    from licenses l where not competitive order by id`;
}
