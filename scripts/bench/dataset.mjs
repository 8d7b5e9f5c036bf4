import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { missingMigrations } from "./applied-migrations.mjs";
import { openSession, query } from "./database-login.mjs";
import { ADMINISTRATOR, fillDataset } from "./dataset-fill.mjs";
import { proveDataset } from "./dataset-proof.mjs";
import { TERMS } from "./dataset-sql.mjs";

/** @typedef {{ name: string, users: number, domains: number, licenses: number, grants: number }} Size `grants` of each user */

/** @type {Size[]} */
export const SIZES = [
  { name: "S", users: 1_000, domains: 5, licenses: 20, grants: 5 },
  { name: "M", users: 100_000, domains: 50, licenses: 60, grants: 4 },
  { name: "L", users: 1_000_000, domains: 500, licenses: 200, grants: 4 },
];

/** What makes a data set, beside the migrations. */
const SOURCES = ["dataset-fill", "dataset-sql", "people", "heavy-tables"];

/**
 * A database of a given size, made unless there is one that these statements made. One that only lacks the newest
 * migrations gets them, as an installation would. A new one is proved before it gets its name, so that one with the name is whole.
 *
 * @param {string} adminUrl of a role that may create databases
 * @param {Size} size
 * @param {(url: string) => Promise<void>} migrate
 * @param {(sentence: string) => void} say
 * @returns {Promise<{ size: Size, url: string, database: string, cookie: string }>} `cookie` of an administrator
 */
export async function ensureDataset(adminUrl, size, migrate, say) {
  const family = `bench_${size.name.toLowerCase()}`;
  const database = `${family}_${fingerprint(size)}`;
  const unfinished = `${family}_unfinished`;
  await query(adminUrl, async (admin) => {
    const known = await admin`select datname as name from pg_database where starts_with(datname, ${`${family}_`})`;
    const missing = known.some(({ name }) => name === database)
      ? await missingMigrations(at(adminUrl, database))
      : null;
    if (missing === 0) return;
    const begun = Date.now();
    const others = known.filter(({ name }) => missing === null || name !== database);
    for (const { name } of others) await admin`drop database ${admin(name)} with (force)`;
    if (missing === null) {
      say(`Making the data set ${size.name}: ${size.users} users, ${size.users * size.grants} grants …`);
      await admin`create database ${admin(unfinished)}`;
      await migrate(at(adminUrl, unfinished));
      await fillDataset(at(adminUrl, unfinished), size);
      await prove(at(adminUrl, unfinished), size);
      await admin`alter database ${admin(unfinished)} rename to ${admin(database)}`;
    } else {
      say(`Bringing the data set ${size.name} to the newest migrations …`);
      // What is stopped half-way leaves it as it was: a migration happens completely or not at all.
      await migrate(at(adminUrl, database));
      await prove(at(adminUrl, database), size);
    }
    say(`${database} is there after ${Math.round((Date.now() - begun) / 1_000)} s.`);
  });
  const url = at(adminUrl, database);
  return { size, url, database, cookie: await query(url, renew) };
}

async function prove(url, size) {
  await query(url, async (sql) => {
    await forgetVisitor(sql);
    await sql`vacuum (analyze)`;
    await proveDataset(sql, size);
  });
}

/** What a data set was made by. */
function fingerprint(size) {
  const hash = createHash("sha256").update(JSON.stringify(size));
  for (const name of SOURCES) hash.update(readFileSync(fileURLToPath(new URL(`${name}.mjs`, import.meta.url))));
  return hash.digest("hex").slice(0, 8);
}

function at(adminUrl, database) {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Makes a kept data set as good as a new one. */
async function renew(sql) {
  await sql.unsafe(TERMS);
  await forgetVisitor(sql);
  return openSession(sql, ADMINISTRATOR);
}

/** What an earlier bench signed in with. */
async function forgetVisitor(sql) {
  await sql`delete from sessions where user_id = ${ADMINISTRATOR}`;
  await sql`delete from access_tokens where user_id = ${ADMINISTRATOR}`;
}
