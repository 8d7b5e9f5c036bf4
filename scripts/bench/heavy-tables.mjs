/** The tables that grow with the users, but for `users` itself: the product's triggers read that by its indexes. */
const HEAVY = ["user_words", "grants", "sessions", "seats", "audit_entries"];

/**
 * Takes secondary indexes and references of the large tables away, so that they can be filled; triggers stay and do what
 * they do in the product.
 *
 * @param {import("postgres").Sql} sql one connection
 * @returns {Promise<() => Promise<void>>} puts all of it back as it was
 */
export async function lightenTables(sql) {
  const references = await sql`
    select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and conrelid::regclass::text in ${sql(HEAVY)}`;
  const indexes = await sql`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index where not indisunique and indrelid::regclass::text in ${sql(HEAVY)}`;
  for (const { table, name } of references) await sql`alter table ${sql(table)} drop constraint ${sql(name)}`;
  for (const { name } of indexes) await sql`drop index ${sql(name)}`;
  return async () => {
    for (const { definition } of indexes) await sql.unsafe(definition);
    for (const { table, name, definition } of references)
      await sql.unsafe(`alter table "${table}" add constraint "${name}" ${definition}`);
  };
}
