import { query } from "./database-login.mjs";
import { addGrants, addUsers, AUDIT, domains, licenses, LIMITS, SESSIONS, TERMS } from "./dataset-sql.mjs";
import { lightenTables } from "./heavy-tables.mjs";

/** So many users come in one statement, as triggers hold what they are told about a statement in memory. */
const BATCH = 50_000;

/** The first user may everything: whoever measures signs in as this one. */
export const ADMINISTRATOR = 1;

/**
 * Makes a data set in a database that is migrated and empty.
 *
 * @param {string} url
 * @param {import("./dataset.mjs").Size} size
 */
export async function fillDataset(url, size) {
  await query(url, async (sql) => {
    await sql`set maintenance_work_mem = '512MB'`;
    await sql`set work_mem = '128MB'`;
    await sql`set synchronous_commit = off`;
    for (const statements of [licenses(size), TERMS, domains(size)]) await sql.unsafe(statements);
    const restore = await lightenTables(sql);
    for (let from = 1; from <= size.users; from += BATCH) {
      await addUsers(sql, size, from, Math.min(size.users, from + BATCH - 1));
      // The triggers look users up; the planner has to know by then that there are many.
      if (from === 1) await sql`analyze users`;
    }
    await sql`insert into user_roles (user_id, role_id) select ${ADMINISTRATOR}, id from roles where name = 'sysadmin'`;
    for (let step = 0; step < size.grants; step++) await addGrants(sql, size, step);
    for (const statements of [LIMITS, SESSIONS, AUDIT]) await sql.unsafe(statements);
    await restore();
  });
}
