import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "@/scripts/migrate.mjs";
import { startPostgres } from "@/scripts/postgres-server.mjs";

const LIBRARIES = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map((name) => `/usr/lib/${name}/faketime/libfaketime.so.1`);
const LIBRARY = LIBRARIES.find((path) => existsSync(path));

/** Whether Debian's package `libfaketime` is there. */
export const CAN_FAKE = LIBRARY !== undefined;

export type FakedPostgres = {
  url: string;
  /** Sets the database's clock to a moment from which it goes on, or, without one, right. */
  setClock(to?: Date): void;
  stop(): Promise<void>;
};

/** A PostgreSQL of the test's own, migrated, whose clock the test sets while it runs. Connections see it at once. */
export async function startFakedPostgres(): Promise<FakedPostgres> {
  const folder = mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "clock-"));
  mkdirSync(join(folder, "shared"));
  const file = join(folder, "shared", "clock");
  const setClock = (to?: Date) => {
    const seconds = to === undefined ? 0 : (to.getTime() - Date.now()) / 1000;
    writeFileSync(file, `${seconds < 0 ? "-" : "+"}${Math.abs(seconds).toFixed(3)}\n`);
  };
  setClock();
  const server = await startPostgres({
    dataDir: folder,
    settings: { fsync: "off", synchronous_commit: "off", autovacuum: "off" },
    variables: {
      LD_PRELOAD: LIBRARY ?? "",
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      DONT_FAKE_MONOTONIC: "1",
    },
  });
  await migrate(server.url);
  return { url: server.url, setClock, stop: () => server.stop() };
}
