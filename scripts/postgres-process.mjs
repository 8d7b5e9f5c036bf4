import { execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./pid-lock.mjs";
import { PlainError } from "./plain-error.mjs";
import { postgresEnvironment } from "./postgres-cluster.mjs";

const RECOVERY_LIMIT_MS = 15 * 60_000;

/** What the running server itself says in its pid file, or null when there is none. */
export function readPidFile(paths) {
  try {
    const lines = readFileSync(paths.pidFile, "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? "").trim() };
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

/** The pid of a living server on this very cluster, or null. A number that another program got since does not count. */
export function livingServer(paths) {
  const said = readPidFile(paths);
  if (said === null || !isAlive(said.pid)) return null;
  const command = commandLine(said.pid);
  return command === null || command.includes(`-D ${paths.cluster}`) ? said.pid : null;
}

function commandLine(pid) {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    if (process.platform === "win32") return null;
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return null;
  }
}

/**
 * Starts the server and waits until it takes connections, replaying its log first if it was killed before. It is the
 * leader of its own process group: Ctrl-C in the terminal reaches us alone, and we stop it when its users are gone.
 *
 * @param {object} launch
 * @param {string[]} launch.options settings as `name=value`
 * @param {Record<string, string>} launch.variables further variables of its environment
 * @param {number} [launch.port] the port on 127.0.0.1 to use, else a free one
 * @returns {Promise<{ pid: number, port: number }>}
 * @throws {PlainError} with the end of the server's log when it does not come up
 */
export async function launchServer(binaries, account, paths, { options, variables, port }) {
  disownDeadServer(paths);
  for (let attempt = 1; ; attempt++) {
    const chosen = port ?? (await freePort());
    const said = await tryLaunch(binaries, account, paths, { options: [...options, `port=${chosen}`], variables });
    if (typeof said === "object") return said;
    // Another program took the port meanwhile, or sessions of a killed server are not all gone yet.
    const passing = /could not bind|could not create any TCP|pre-existing shared memory block/.test(said);
    if (!passing || attempt === 10) {
      throw new PlainError(
        `The database in ${paths.cluster} did not start. The end of its log ${paths.log} says:\n${said}`,
      );
    }
    await sleep(attempt * 200);
  }
}

async function tryLaunch(binaries, account, paths, { options, variables }) {
  const args = ["-D", paths.cluster, ...options.flatMap((option) => ["-c", option])];
  const [command, ...words] = [...account.prefix, binaries.postgres, ...args];
  const log = openSync(paths.log, "a", 0o600);
  const from = readFileSync(paths.log, "utf8").length;
  const stdio = ["ignore", log, log];
  const child = spawn(command, words, {
    ...account.identity,
    cwd: paths.home,
    env: { ...postgresEnvironment(), ...variables },
    stdio,
    detached: true,
  });
  closeSync(log);
  const end = { reason: null };
  child.on("error", (error) => (end.reason = error.message));
  child.on("exit", (code, signal) => (end.reason ??= `postgres ended with ${code ?? signal}.`));
  const until = Date.now() + RECOVERY_LIMIT_MS;
  while (end.reason === null && Date.now() < until) {
    const said = readPidFile(paths);
    if (said?.pid === child.pid && said.status === "ready") return { pid: child.pid, port: said.port };
    await sleep(15);
  }
  const complaint = readFileSync(paths.log, "utf8").slice(from).trim().split("\n").slice(-8).join("\n");
  return complaint || end.reason || "It did not become ready in 15 minutes.";
}

/**
 * PostgreSQL refuses to start while the number in its pid file is taken: by another program after a restart of the
 * machine, or by the killed server itself until its parent collects it. It ignores the number of its own parent, so we
 * write ours there. Removing the file would also remove the check that no session of the killed server still writes.
 */
function disownDeadServer(paths) {
  if (!existsSync(paths.pidFile) || livingServer(paths) !== null) return;
  const [, ...rest] = readFileSync(paths.pidFile, "utf8").split("\n");
  writeFileSync(paths.pidFile, [String(process.pid), ...rest].join("\n"));
}

/** Keeps the log of the last run as `log.previous` and begins a new one, so that it does not grow for ever. */
export function beginLog(paths) {
  if (existsSync(paths.log)) renameSync(paths.log, `${paths.log}.previous`);
}

/** Asks for a fast shutdown: sessions end, everything is written, no recovery at the next start. Does not wait. */
export function interruptServer(binaries, paths, pid) {
  try {
    if (process.platform !== "win32") process.kill(pid, "SIGINT");
    else execFileSync(binaries.pgCtl, ["stop", "-D", paths.cluster, "-m", "fast", "-W"], { stdio: "ignore" });
  } catch {
    // It has gone by itself.
  }
}

/** Waits until the process is gone; never more than a clean shutdown takes, since nothing here kills it. */
export async function waitUntilGone(pid) {
  while (isAlive(pid)) await sleep(20);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
