import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { startPostgres } from "@/scripts/postgres-server.mjs";
import { ensureTemplate } from "@/tests/support/template-database";

/** Nothing here has to outlive a power cut. */
const QUICK = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: 200 };

/**
 * Sees to a PostgreSQL for the tests and to the migrated template in it; answers how to stop it. `npm test` starts one
 * for all its parts and hands its address on; without it this starts its own.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.TEST_POSTGRES_URL) {
    await ensureTemplate();
    return async () => {};
  }
  mkdirSync(resolve(".cache/test"), { recursive: true });
  const scratch = mkdtempSync(join(resolve(".cache/test"), "own-"));
  const server = await startPostgres({ dataDir: scratch, settings: QUICK });
  process.env.TEST_POSTGRES_URL = server.adminUrl;
  process.env.TEST_SCRATCH = scratch;
  await ensureTemplate();
  return async () => {
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  };
}
