import type { TransactionSql } from "postgres";

/** A table of ours: what of it a backup holds, and the tables that must be filled before it. */
export type StoredTable = { name: string; columns: string[]; needs: string[] };

/** Who is signed in does not outlive the installation it was signed in to. */
const LEFT_OUT = new Set(["sessions", "seats"]);

/** The tables that a backup holds, each behind those that it refers to, so that they can be filled in this order. */
export async function findStoredTables(sql: TransactionSql): Promise<StoredTable[]> {
  const tables = await sql<StoredTable[]>`
    select c.relname as name,
      to_json(array(select a.attname from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum)) as columns,
      to_json(array(select distinct r.relname from pg_constraint f join pg_class r on r.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and r.oid <> c.oid)) as needs
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname`;
  return inOrder(tables.filter(({ name }) => !LEFT_OUT.has(name)));
}

function inOrder(tables: StoredTable[]): StoredTable[] {
  const done = new Map<string, StoredTable>();
  const add = (table: StoredTable): void => {
    for (const needed of tables.filter(({ name }) => table.needs.includes(name))) {
      if (!done.has(needed.name)) add(needed);
    }
    done.set(table.name, table);
  };
  for (const table of tables) if (!done.has(table.name)) add(table);
  return [...done.values()];
}

/** The sequences behind identity columns: where each stands, and whether that number was given out. */
export async function readSequences(sql: TransactionSql): Promise<Record<string, [string, boolean]>> {
  const names = await sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' order by 1`;
  const found: Record<string, [string, boolean]> = {};
  for (const { name } of names) {
    const [row] = await sql<{ value: string; given: boolean }[]>`
      select last_value::text as value, is_called as given from ${sql(name)}`;
    if (row) found[name] = [row.value, row.given];
  }
  return found;
}

/** The Unicode version that names are sorted by; null where the server does not say. */
export async function readCollationVersion(sql: TransactionSql): Promise<string | null> {
  const [row] = await sql<{ version: string | null }[]>`
    select pg_collation_actual_version(oid) as version from pg_collation
    where collname = 'und-x-icu' and collnamespace = 'pg_catalog'::regnamespace`;
  return row?.version ?? null;
}

/** A name between quotes, for statements that take no parameters. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** How the rows of a table are asked for and handed back. */
export function copyOf({ name, columns }: Pick<StoredTable, "name" | "columns">): string {
  return `copy public.${quoted(name)} (${columns.map(quoted).join(", ")})`;
}
