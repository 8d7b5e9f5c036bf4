import { spawn } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { inDatabaseWords } from "./database-words.mjs";
import { migrate } from "./migrate.mjs";
import { PlainError } from "./plain-error.mjs";

/**
 * Decides once in the life of a data folder what the installation begins with: the demo, or nothing. The decision is
 * kept in the file `first-start`: `seeding` while the demo is being made, then `demo` or `empty` for ever. Whoever is
 * killed while seeding has served nobody yet, so the next start throws the half away and begins again.
 *
 * @param {object} input
 * @param {import("./environment.mjs").Settings} input.settings
 * @param {{ url: string, adminUrl: string }} input.database migrated
 * @param {string} input.root folder of the source
 * @param {AbortSignal} input.signal ends the seeding
 * @throws {PlainError} when seeding fails; the next start tries again
 */
export async function ensureFirstInstallation({ settings, database, root, signal }) {
  const file = fileIn(settings.dataDir);
  const state = stateIn(settings.dataDir);
  if (state === "demo" || state === "empty") return;
  if (state === "seeding") await beginAgain(settings, database);
  if (settings.empty || (await hasUsers(database.url))) return keep(file, "empty");
  keep(file, "seeding");
  rmSync(settings.demoDir, { recursive: true, force: true });
  console.log("Making the demo installation …");
  await runSeeding(root, database.url, signal);
  keep(file, "demo");
}

const fileIn = (dataDir) => join(dataDir, "first-start");

const stateIn = (dataDir) => (existsSync(fileIn(dataDir)) ? readFileSync(fileIn(dataDir), "utf8").trim() : "");

/**
 * The next start throws away what a broken seeding left: until then nothing may be put there.
 *
 * @param {string} dataDir
 * @throws {PlainError} while the first start of this folder is under way, or has not come to its end
 */
export function refuseHalfMade(dataDir) {
  if (stateIn(dataDir) !== "seeding") return;
  throw new PlainError(
    `The first start of ${dataDir} has not come to its end. Run npm start, or npm start -- --empty, first.`,
  );
}

function keep(file, state) {
  writeFileSync(`${file}.new`, `${state}\n`);
  renameSync(`${file}.new`, file);
}

/**
 * @param {string} url of a migrated database
 * @returns {Promise<boolean>} whether there is any user
 */
export async function hasUsers(url) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [{ found }] = await inDatabaseWords(url, () => sql`select exists (select from users) as found`);
    return found;
  } finally {
    await sql.end();
  }
}

async function beginAgain(settings, database) {
  const name = new URL(database.url).pathname.slice(1);
  const sql = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`drop database if exists ${sql(name)} with (force)`;
    await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
  rmSync(settings.demoDir, { recursive: true, force: true });
  await migrate(database.url);
}

function runSeeding(root, databaseUrl, signal) {
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const guard = new URL("./end-with-parent.mjs", import.meta.url).href;
  const args = ["--import", guard, "--import", "tsx", join("scripts", "demo.ts")];
  const child = spawn(process.execPath, args, { cwd: root, env, signal, stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve, reject) => {
    const fail = (reason) =>
      reject(
        new PlainError(`The demo installation could not be made (${reason}). "npm start -- --empty" does without.`),
      );
    child.on("error", (error) => fail(error.message));
    child.on("close", (code, killed) => (code === 0 ? resolve() : fail(`it ended with ${code ?? killed}`)));
  });
}
