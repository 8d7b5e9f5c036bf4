import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openSession, query } from "./database-login.mjs";
import { proveDataset } from "./dataset-proof.mjs";
import { addGrants, addUsers, AUDIT, domains, licenses, LIMITS, SESSIONS, TERMS } from "./dataset-sql.mjs";
import { lightenTables } from "./heavy-tables.mjs";

/** @typedef {{ name: string, users: number, domains: number, licenses: number, grants: number }} Size `grants` of each user */

/** @type {Size[]} */
export const SIZES = [
  { name: "S", users: 1_000, domains: 5, licenses: 20, grants: 5 },
  { name: "M", users: 100_000, domains: 50, licenses: 60, grants: 4 },
  { name: "L", users: 1_000_000, domains: 500, licenses: 200, grants: 4 },
];

/** So many users come in one statement, as triggers hold what they are told about a statement in memory. */
const BATCH = 50_000;

/** The first user may everything: whoever measures signs in as this one. */
const ADMINISTRATOR = 1;

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SOURCES = ["dataset", "dataset-sql", "people", "heavy-tables"].map((name) => `${ROOT}/scripts/bench/${name}.mjs`);

/**
 * A database of a given size, made unless there is one that these migrations and these statements made. It is proved
 * before it gets its name, so that one with the name is whole.
 *
 * @param {string} adminUrl of a role that may create databases
 * @param {Size} size
 * @param {(url: string) => Promise<void>} migrate
 * @param {(sentence: string) => void} say
 * @returns {Promise<{ size: Size, url: string, database: string, cookie: string }>} `cookie` of an administrator
 */
export async function ensureDataset(adminUrl, size, migrate, say) {
  const family = `bench_${size.name.toLowerCase()}`;
  const database = `${family}_${fingerprint()}`;
  await query(adminUrl, async (admin) => {
    const known = await admin`select datname as name from pg_database where starts_with(datname, ${`${family}_`})`;
    if (known.some(({ name }) => name === database)) return;
    for (const { name } of known) await admin`drop database ${admin(name)} with (force)`;
    const begun = Date.now();
    say(`Making the data set ${size.name}: ${size.users} users, ${size.users * size.grants} grants …`);
    await admin`create database ${admin(`${family}_unfinished`)}`;
    await fill(at(adminUrl, `${family}_unfinished`), size, migrate);
    await admin`alter database ${admin(`${family}_unfinished`)} rename to ${admin(database)}`;
    say(`${database} is there after ${Math.round((Date.now() - begun) / 1_000)} s.`);
  });
  const url = at(adminUrl, database);
  return { size, url, database, cookie: await query(url, renew) };
}

/** What a data set was made by. */
function fingerprint() {
  const folder = `${ROOT}/db/migrations`;
  const migrations = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  const hash = createHash("sha256");
  for (const path of [...migrations.toSorted().map((name) => `${folder}/${name}`), ...SOURCES])
    hash.update(readFileSync(path));
  return hash.digest("hex").slice(0, 8);
}

function at(adminUrl, database) {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function fill(url, size, migrate) {
  await migrate(url);
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
    await sql`vacuum (analyze)`;
    await proveDataset(sql, size);
  });
}

/** Makes a kept data set as good as a new one. */
async function renew(sql) {
  await sql.unsafe(TERMS);
  await sql`delete from sessions where user_id = ${ADMINISTRATOR}`;
  await sql`delete from access_tokens where user_id = ${ADMINISTRATOR}`;
  return openSession(sql, ADMINISTRATOR);
}
