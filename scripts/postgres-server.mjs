import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { makeFolder } from "./make-folder.mjs";
import { isAlive, takeLock } from "./pid-lock.mjs";
import { PlainError } from "./plain-error.mjs";
import { chooseAccount } from "./postgres-account.mjs";
import { findBinaries } from "./postgres-binaries.mjs";
import { clusterPaths, ensureCluster, NAME } from "./postgres-cluster.mjs";
import {
  beginLog,
  interruptServer,
  launchServer,
  livingServer,
  readPidFile,
  waitUntilGone,
} from "./postgres-process.mjs";

/**
 * Durability is PostgreSQL's own default: what was acknowledged survives a kill. Sizes are for a small machine. No
 * socket in the file system, and errors of statements stay with who sent them: they quote data.
 */
const DEFAULTS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "64MB",
  max_connections: 120,
  max_wal_size: "512MB",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
  log_min_messages: "log",
};

/**
 * Starts the PostgreSQL that belongs to a data folder, making it the first time, and owns it from then on. A server
 * that a killed owner left running is taken over; one that dies is started again on the same port. The folder is ours
 * alone until `stop()` has ended.
 *
 * @param {object} input
 * @param {string} input.dataDir everything goes to its folder `postgres`
 * @param {Record<string, string | number>} [input.settings] PostgreSQL settings over the defaults
 * @param {Record<string, string>} [input.variables] further variables of the server's environment
 * @param {number} [input.port] of 127.0.0.1, else a free one
 * @param {(sentence: string) => void} [input.say] hears of restarts
 * @param {() => void} [input.onLost] called once when it could not be started again
 * @returns {Promise<{ url: string, adminUrl: string, port: number, pid: number, interrupt(): void, stop(): Promise<void> }>}
 *   `url` of the database `seatwise`, `adminUrl` of the database `postgres`, both as superuser; `interrupt` begins the
 *   shutdown and does not wait; `stop` ends when the server is gone
 * @throws {PlainError} when the folder is in use or the server cannot be had
 */
export async function startPostgres({
  dataDir,
  settings = {},
  variables = {},
  port,
  say = console.error,
  onLost = () => {},
}) {
  const paths = clusterPaths(dataDir);
  makeFolder(paths.home, 0o700);
  const lock = takeLock(paths.lock);
  if ("holder" in lock) {
    throw new PlainError(
      `The data folder ${dataDir} is in use by process ${lock.holder}. Stop that one first, or set DATA_DIR to another folder.`,
    );
  }
  try {
    const binaries = findBinaries();
    const account = chooseAccount(paths.home, paths.cluster);
    const password = await ensureCluster(binaries, account, paths);
    const options = Object.entries({ ...DEFAULTS, ...settings }).map(([name, value]) => `${name}=${value}`);
    const launch = (at) => launchServer(binaries, account, paths, { options, variables, port: at });
    const running = (await takeOver(binaries, paths, password, options)) ?? (beginLog(paths), await launch(port));
    return await ownServer({ binaries, paths, password, running, launch, lock, say, onLost });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * The address of the database of a data folder whose server runs, for commands beside the one that owns it.
 *
 * @param {string} dataDir
 * @returns {string | null} null when none runs
 */
export function runningPostgresUrl(dataDir) {
  const paths = clusterPaths(dataDir);
  if (livingServer(paths) === null) return null;
  return address(readPidFile(paths).port, readFileSync(paths.password, "utf8").trim(), NAME);
}

/** A server that a killed owner left: ours if it runs with the same program and settings, else it is stopped. */
async function takeOver(binaries, paths, password, options) {
  const pid = livingServer(paths);
  if (pid === null) return null;
  const said = runsWith(paths, binaries.postgres, options) ? await untilSettled(paths, pid) : null;
  if (said?.status === "ready") {
    await checkAnswer(address(said.port, password, "postgres"), pid);
    return { pid, port: said.port };
  }
  interruptServer(binaries, paths, pid);
  await waitUntilGone(pid);
  return null;
}

/** A server may still be replaying its log, or be on its way out. Null when it has ended meanwhile. */
async function untilSettled(paths, pid) {
  while (isAlive(pid)) {
    const said = readPidFile(paths);
    if (["ready", "stopping"].includes(said?.status)) return said;
    await sleep(50);
  }
  return null;
}

function runsWith(paths, program, options) {
  const file = join(paths.cluster, "postmaster.opts");
  const started = existsSync(file) ? readFileSync(file, "utf8") : "";
  return started.startsWith(program) && options.every((option) => started.includes(`"${option}"`));
}

async function checkAnswer(url, pid) {
  try {
    await query(url, (sql) => sql`select 1`);
  } catch (error) {
    throw new PlainError(
      `A database server (process ${pid}) already runs in this data folder and does not answer: ${error.message}. ` +
        `Stop it with "kill -INT ${pid}" and start again.`,
      { cause: error },
    );
  }
}

/** Makes the database if it is not there yet, watches the server, and hands out the means to stop it. */
async function ownServer({ binaries, paths, password, running, launch, lock, say, onLost }) {
  let { pid } = running;
  const { port } = running;
  const adminUrl = address(port, password, "postgres");
  const ending = new AbortController();
  const watch = watchServer({
    isUp: () => isAlive(pid),
    restart: async () => ({ pid } = await launch(port)),
    signal: ending.signal,
    say,
    onLost,
  });
  const interrupt = () => {
    ending.abort();
    interruptServer(binaries, paths, pid);
  };
  const stop = async () => {
    ending.abort();
    // A restart under way is waited for, or it would bring up a server that nobody owns.
    await watch;
    interrupt();
    await waitUntilGone(pid);
    lock.release();
  };
  try {
    await ensureDatabase(adminUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  let stopped = null;
  return {
    url: address(port, password, NAME),
    adminUrl,
    port,
    get pid() {
      return pid;
    },
    interrupt,
    stop: () => (stopped ??= stop()),
  };
}

/** Starts the server again when it is gone, waiting longer each time, until asked to stop or after six failures. */
async function watchServer({ isUp, restart, signal, say, onLost }) {
  const pause = (milliseconds) => sleep(milliseconds, undefined, { signal }).catch(() => {});
  let failures = 0;
  while (!signal.aborted) {
    await pause(200);
    if (isUp() || signal.aborted) continue;
    say("The database has ended unexpectedly and is started again.");
    try {
      await restart();
      failures = 0;
    } catch (error) {
      say(error.message);
      failures += 1;
      if (failures === 6) {
        onLost();
        return;
      }
      await pause(250 * 2 ** failures);
    }
  }
}

async function ensureDatabase(adminUrl) {
  await query(adminUrl, async (sql) => {
    const [found] = await sql`select 1 from pg_database where datname = ${NAME}`;
    if (!found) await sql`create database ${sql(NAME)} owner ${sql(NAME)}`;
  });
}

function address(port, password, database) {
  return `postgres://${NAME}:${password}@127.0.0.1:${port}/${database}`;
}

async function query(url, work) {
  const sql = postgres(url, { max: 1, connect_timeout: 20, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
