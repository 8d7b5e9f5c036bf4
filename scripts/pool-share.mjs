import postgres from "postgres";
import { inDatabaseWords } from "./database-words.mjs";
import { PlainError } from "./plain-error.mjs";

/** One for who may see all domains and for what asks nobody, one for who is kept within a domain (`db/client.ts`). */
const POOLS = 2;

/** More connections than this make no process quicker (`lib/env.ts`). */
const MOST = 10;

/** What each process opens besides each of its two pools, for acts over lists (`db/client.ts`). */
const LISTS = 2;

/** Left for the commands of the operator: `npm run admin`, a migration, a backup, psql. */
const KEPT_FREE = 5;

/**
 * How many connections each pool of each of several processes may hold, so that all of them together stay below what the database
 * lets in and none is ever turned away. Other nodes on the same database are not known here: set DATABASE_POOL_SIZE then.
 *
 * @param {number} workers
 * @param {number} allowed connections that the database lets in, those for superusers left out
 * @param {string | undefined} given DATABASE_POOL_SIZE of the environment: it is for each pool of each process
 * @returns {number} to be DATABASE_POOL_SIZE of each process
 * @throws {PlainError} when there are not enough
 */
export function poolShare(workers, allowed, given) {
  const share = Math.floor((allowed - KEPT_FREE) / workers / POOLS) - LISTS;
  const size = /^\d{1,3}$/.test(given ?? "") ? Number(given) : Math.max(1, Math.min(MOST, share));
  if (size <= share) return size;
  throw new PlainError(
    `${workers} workers with ${POOLS * (size + LISTS)} database connections each are too many: the database lets in ${allowed}, ` +
      `and ${KEPT_FREE} stay free for commands. Start fewer workers, lower DATABASE_POOL_SIZE, or raise max_connections.`,
  );
}

/**
 * @param {string} url
 * @returns {Promise<number>} connections that the database lets in, those for superusers left out
 */
export async function allowedConnections(url) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const ask = () => sql`
      select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as allowed`;
    const [{ allowed }] = await inDatabaseWords(url, ask);
    return allowed;
  } finally {
    await sql.end();
  }
}
