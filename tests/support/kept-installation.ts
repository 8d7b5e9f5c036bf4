import { sql } from "@/tests/support/worker-database";

let tables: string[] | undefined;

/** Runs a statement for every table of the installation; `%1$I` in it is the table's name. */
async function forEveryTable(statement: string): Promise<void> {
  await sql.unsafe(`
    do $$ declare
      v_table text;
    begin
      -- Triggers sleep: they would count, and guard the audit list.
      perform set_config('session_replication_role', 'replica', true);
      for v_table in select tablename from pg_tables where schemaname = 'public' loop
        execute format('${statement}', v_table);
      end loop;
      perform setval(format('%I.%I', schemaname, sequencename)::regclass, 1000000) from pg_sequences where schemaname = 'public';
    end $$`);
}

/** Keeps the whole installation as it is now, to be put back by `putBack` as often as a test likes. */
export async function keep(): Promise<void> {
  await sql.unsafe("drop schema if exists kept cascade; create schema kept");
  await forEveryTable("create table kept.%1$I as table public.%1$I");
}

/** Makes the installation exactly as it was when it was kept: quicker than to build it anew. */
export async function putBack(): Promise<void> {
  await forEveryTable("delete from public.%1$I");
  await forEveryTable("insert into public.%1$I overriding system value select * from kept.%1$I");
}

/** One short text for every row of every table, which is another as soon as anything at all has changed; one statement. */
export async function fingerprint(): Promise<string> {
  tables ??= (await sql`select tablename as name from pg_tables where schemaname = 'public'`).map(({ name }) => name);
  const rows = tables.map((name) => `select '${name}' || to_jsonb(t)::text as row from public."${name}" t`);
  const [found] = await sql.unsafe(
    `select md5(string_agg(row, chr(10) order by row)) as print from (${rows.join(" union all ")}) r`,
  );
  return String(found?.print);
}
