import type postgres from "postgres";

/**
 * Makes a database as it was after the migrations: no customer, no users, the role `sysadmin` alone. Quicker than a new
 * copy of the template, and connections to it stay open. Tables that migrations fill would have to be named here.
 */
export async function cleanInstallation(sql: postgres.Sql): Promise<void> {
  // A request of the test before may still be answered: both want the same tables, and one of them has to begin anew.
  await emptyTables(sql).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== DEADLOCK) throw error;
    return emptyTables(sql);
  });
}

/** PostgreSQL, "Error Codes". */
const DEADLOCK = "40P01";

async function emptyTables(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    do $$ begin
      -- The audit list refuses to be emptied: its guard sleeps for this one statement.
      perform set_config('session_replication_role', 'replica', true);
      execute (
        select format('truncate %s restart identity', string_agg(quote_ident(tablename), ', '))
        from pg_tables where schemaname = 'public' and tablename <> 'roles');
      delete from roles where name <> 'sysadmin';
    end $$`);
}
