import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * When the process began, as an opaque text, or null when there is no such process. A number is given out again after
 * a restart of the machine or the container; number and beginning together are not.
 *
 * @param {number} pid
 * @returns {string | null}
 */
export function processBeginning(pid) {
  if (!isAlive(pid)) return null;
  if (process.platform === "linux") return statFields(pid)?.[19] ?? null;
  if (process.platform === "win32") return "unknown";
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .replaceAll(" ", "-");
  } catch {
    return null;
  }
}

/**
 * True while the process runs. One that has ended and waits to be collected by its parent counts as gone.
 *
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return process.platform !== "linux" || !["Z", "X", undefined].includes(statFields(pid)?.[0]);
}

/** The fields of /proc/PID/stat after the command name, which may itself contain blanks and brackets. */
function statFields(pid) {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, "utf8");
    return line.slice(line.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

/**
 * Takes a lock that ends with the process that holds it: what a killed process left behind is taken over. The file is
 * linked into place in one step, so that it is never seen half written.
 *
 * @param {string} path where the lock file is to be; its folder must exist
 * @returns {{ release: () => void } | { holder: number }} the lock, or the number of the living process that has it
 */
export function takeLock(path) {
  const mine = `${process.pid} ${processBeginning(process.pid)}`;
  const draft = `${path}.${process.pid}`;
  for (;;) {
    writeFileSync(draft, mine);
    try {
      linkSync(draft, path);
      return { release: () => release(path, mine) };
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    const theirs = read(path);
    if (theirs === null) continue;
    const [pid, beginning] = theirs.split(" ");
    if (processBeginning(Number(pid)) === beginning) return { holder: Number(pid) };
    removeStale(path, theirs);
  }
}

function release(path, mine) {
  if (read(path) === mine) rmSync(path, { force: true });
}

/** Moves the file aside before looking again: between reading and removing, another process may have taken over. */
function removeStale(path, stale) {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    if (read(aside) !== stale) linkSync(aside, path);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}
