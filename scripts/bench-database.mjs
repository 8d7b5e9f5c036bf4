import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startPostgres } from "./postgres-server.mjs";
import { PlainError } from "./plain-error.mjs";
import { query } from "./bench/database-login.mjs";

/** The figures of a run are its own: no power cut to survive, and nobody cleans up while a page is measured. */
const SETTINGS = { fsync: "off", autovacuum: "off" };

/**
 * The PostgreSQL that data sets are made on: that of DATABASE_URL, each data set in a database of its own, else one whose
 * folder stays under `.cache/bench`, so that the next bench finds them.
 *
 * @param {string} root folder of the source
 * @param {string | undefined} databaseUrl
 * @returns {Promise<{ adminUrl: string, pid: number, where: string, stop: () => Promise<void> }>} `pid` of the server
 * @throws {PlainError} when it does not run on this machine: its processor time is told by /proc
 */
export async function openBenchDatabase(root, databaseUrl) {
  if (databaseUrl) {
    const { host } = new URL(databaseUrl);
    return { adminUrl: databaseUrl, pid: await serverOf(databaseUrl), where: host, stop: async () => {} };
  }
  const dataDir = join(root, ".cache", "bench", "database");
  const server = await startPostgres({ dataDir, settings: SETTINGS });
  const { adminUrl, pid } = server;
  return { adminUrl, pid, where: `the PostgreSQL in ${dataDir}`, stop: () => server.stop() };
}

/** The parent of the process that answers us. */
function serverOf(url) {
  return query(url, async (sql) => {
    const [{ pid }] = await sql`select pg_backend_pid() as pid`;
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      if (/^Name:\s+postgres$/m.test(status)) return Number(/^PPid:\s+(\d+)$/m.exec(status)[1]);
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
    throw new PlainError(
      "The PostgreSQL of DATABASE_URL has to run on this machine: its processor time is read from /proc.",
    );
  });
}
