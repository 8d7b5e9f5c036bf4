import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "@/scripts/migrate.mjs";
import { startPostgres } from "@/scripts/postgres-server.mjs";
import { childrenOf, comesTrue } from "@/tests/support/processes";

/** A PostgreSQL that a test may kill, with an empty installation in it. Nothing of its durability is switched off. */
export type OwnPostgres = {
  url: string;
  /** Kills every process of it at once, as the machine's failure would, and waits until it is up again. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

function strike(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself meanwhile.
  }
}

export async function startOwnPostgres(settings: Record<string, string | number> = {}): Promise<OwnPostgres> {
  const dataDir = mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "killed-"));
  const server = await startPostgres({ dataDir, settings, say: () => {} });
  await migrate(server.url);
  return {
    url: server.url,
    kill: async () => {
      const { pid } = server;
      // Its parts first: the first process would tell them to end, and the last words of one may be an answer.
      for (const each of [...childrenOf(pid), pid, ...childrenOf(pid)]) strike(each);
      if (!(await comesTrue(() => server.pid !== pid))) throw new Error("PostgreSQL did not come back.");
    },
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
