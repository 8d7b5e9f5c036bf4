import { sql } from "@/tests/support/worker-database";

/** Every row of every table, to tell whether anything at all has changed; failures count by themselves. */
export async function everyRow(database = sql): Promise<Record<string, string[]>> {
  const tables = await database`
    select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'attempts' order by 1`;
  const entries = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await database`select to_jsonb(t)::text as row from ${database(name)} t order by 1`;
      return [name, rows.map(({ row }) => String(row))] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** The audit entries since the beginning, oldest first. */
export async function auditEntries(act?: string) {
  return sql<
    {
      act: string;
      act_id: string;
      actor_kind: string;
      actor_id: string | null;
      actor_name: string;
      user_id: string | null;
      license_id: string | null;
      before: Record<string, unknown> | null;
      after: Record<string, unknown> | null;
    }[]
  >`select * from audit_entries where ${act ?? null}::text is null or act = ${act ?? null} order by id`;
}

/** Users who hold the license, in order of id. */
export async function holders(licenseId: string): Promise<string[]> {
  const rows = await sql`select user_id from grants where license_id = ${licenseId} order by user_id`;
  return rows.map(({ user_id }) => String(user_id));
}

/** The counter of a license and what it should be. */
export async function counted(licenseId: string): Promise<{ granted: number; grants: number }> {
  const [row] = await sql<{ granted: number; grants: number }[]>`
    select granted, (select count(*)::int from grants g where g.license_id = l.id) as grants
    from licenses l where id = ${licenseId}`;
  if (!row) throw new Error("There is no such license.");
  return row;
}
