import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { faultOfAddress } from "./database-address.mjs";
import { databaseSentence } from "./database-words.mjs";
import { describeError, PlainError } from "./plain-error.mjs";

export const MIGRATIONS = join(dirname(dirname(fileURLToPath(import.meta.url))), "db", "migrations");
const OLDEST_VERSION = 15;

/** Any number will do, as long as every node of an installation takes the same. */
export const LOCK_KEY = 7_328_119;

/**
 * Brings the database to the schema of this version. Of several nodes that start at once, one migrates and the others
 * wait for it; what was applied before is left alone. Each run is one transaction: it happens completely or not at all.
 *
 * @param {string} databaseUrl
 * @param {string} [folder] folder of the migrations
 * @param {(sentence: string) => void} [say] hears what an operator should know and nothing stops for
 * @throws {PlainError} when the database cannot be reached, is too old, or refuses a migration
 */
export async function migrate(databaseUrl, folder = MIGRATIONS, say = console.error) {
  const sql = postgres(databaseUrl, { max: 1, connect_timeout: 20, onnotice: () => {} });
  try {
    await checkServer(sql);
    await sql`select pg_advisory_lock(${LOCK_KEY})`;
    await applyMigrations(drizzle(sql), { migrationsFolder: folder });
    await raiseWalls(sql, say);
  } catch (error) {
    throw error instanceof PlainError ? error : inPlainWords(error, databaseUrl);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * Sees to the role that people of one domain are bounded by; a server that refuses it keeps everything else, and a schema
 * that is older knows of none.
 */
export async function raiseWalls(sql, say) {
  const [{ known }] = await sql`select to_regprocedure('raise_walls()') is not null as known`;
  if (!known) return;
  const [{ refusal }] = await sql`select raise_walls() as refusal`;
  if (refusal === null) return;
  const [facts] = await sql`
    select quote_ident(session_user) as name, to_regrole('seatwise_bounded') is not null as "isThere",
      coalesce(pg_has_role(session_user, to_regrole('seatwise_bounded'),
        case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end), false) as "isMember"`;
  say(
    `PostgreSQL does not separate the domains itself (${refusal}); Seatwise still does. To have both: ${adviceOnWalls(facts)}, then start again.`,
  );
}

/**
 * What a superuser does where the user of DATABASE_URL may not.
 *
 * @param {{ name: string, isThere: boolean, isMember: boolean }} facts `name` of the user as SQL writes it; of the role
 *   seatwise_bounded, whether it is there and that user its member
 * @returns {string} half a sentence
 */
export function adviceOnWalls({ name, isThere, isMember }) {
  if (isMember) return `the user ${name} must own the schema public and its tables: let a superuser give them to it`;
  const grant = `grant seatwise_bounded to ${name}`;
  if (isThere) return `the role seatwise_bounded is there already; let a superuser do: ${grant}`;
  return `let a superuser do: create role seatwise_bounded; ${grant}`;
}

/** @throws {PlainError} when the server is older than what the schema is written for, or the database cannot hold every name */
export async function checkServer(sql) {
  const [{ version, encoding }] = await sql`
    select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding`;
  if (version < OLDEST_VERSION) {
    throw new PlainError(`The database is PostgreSQL ${version}; use version ${OLDEST_VERSION} or newer.`);
  }
  if (encoding === "UTF8") return;
  throw new PlainError(
    `The database has the encoding ${encoding} and needs UTF8. Make it anew by: createdb --encoding UTF8 --template template0 --owner USER NAME.`,
  );
}

function inPlainWords(error, databaseUrl) {
  // The driver's error says what failed; drizzle wraps it together with the whole statement.
  const { code, message } = error.cause?.code ? error.cause : error;
  const sentence = databaseSentence(error, databaseUrl) ?? `The database could not be migrated: ${message || code}`;
  return new PlainError(sentence, { cause: error });
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const databaseUrl = process.env.DATABASE_URL?.trim() ?? "";
    const fault = faultOfAddress(databaseUrl);
    if (fault) throw new PlainError(fault);
    await migrate(databaseUrl, process.argv[2]);
  } catch (error) {
    console.error(describeError(error));
    process.exitCode = 1;
  }
}
