import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second, on every machine that Node runs on. */
const TICK_MS = 10;

/**
 * A process and all that descend from it.
 *
 * @param {number} root
 * @returns {number[]}
 */
export function processTree(root) {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: readStat(name)?.parent }));
  const tree = [root];
  for (const pid of tree) tree.push(...parents.filter(({ parent }) => parent === pid).map((child) => child.pid));
  return tree;
}

/**
 * Processor time that processes and their descendants have used since they began, those included that ended meanwhile.
 *
 * @param {number[]} roots
 * @returns {number} milliseconds, to the nearest 10
 */
export function processorMs(roots) {
  const ticks = roots.flatMap(processTree).map((pid) => readStat(pid)?.ticks ?? 0);
  return ticks.reduce((sum, each) => sum + each, 0) * TICK_MS;
}

/**
 * Memory of a process and its descendants; what several share is counted once (proportional set size).
 *
 * @param {number} root
 * @returns {number} megabytes
 */
export function memoryMb(root) {
  const kilobytes = processTree(root).map((pid) =>
    Number(read(`/proc/${pid}/smaps_rollup`)?.match(/^Pss:\s+(\d+)/m)?.[1] ?? 0),
  );
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1_024;
}

/** The name in the second field may hold blanks and brackets, so counting begins behind its end. */
function readStat(pid) {
  const fields = read(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, "")
    .split(" ")
    .map(Number);
  if (fields === undefined) return null;
  const [, parent] = fields;
  const [own, system, reaped, reapedSystem] = fields.slice(11, 15);
  return { parent, ticks: own + system + reaped + reapedSystem };
}

/** Null when the process has ended. */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes(error.code)) return null;
    throw error;
  }
}
