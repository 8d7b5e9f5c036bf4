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
  /** Kills it likewise and keeps it away; answers how to start it again at the same address. */
  leave(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
};

/** After a crash it waits until its whole folder is on the disk, which may be a slow one: that is not what is tried here. */
const RECOVERY_SECONDS = 180;

function strike(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself meanwhile.
  }
}

/** Its parts first: the first process would tell them to end, and the last words of one may be an answer. */
function strikeAll(pid: number): void {
  for (const each of [...childrenOf(pid), pid, ...childrenOf(pid)]) strike(each);
}

export async function startOwnPostgres(settings: Record<string, string | number> = {}): Promise<OwnPostgres> {
  const dataDir = mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "killed-"));
  const start = (port?: number) => startPostgres({ dataDir, settings, port, say: () => {} });
  let server = await start();
  await migrate(server.url);
  return {
    url: server.url,
    kill: async () => {
      const { pid } = server;
      strikeAll(pid);
      if (!(await comesTrue(() => server.pid !== pid, RECOVERY_SECONDS)))
        throw new Error("PostgreSQL did not come back.");
    },
    leave: async () => {
      const { pid, port } = server;
      const stopped = server.stop();
      strikeAll(pid);
      await stopped;
      return async () => void (server = await start(port));
    },
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
