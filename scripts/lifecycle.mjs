import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { isAlive } from "./pid-lock.mjs";
import { describeError } from "./plain-error.mjs";
import { noteEnding } from "./server/last-acts.mjs";

/** Under npm, Ctrl-C arrives twice: once from the terminal and once passed on by npm. */
const ECHO_MS = 700;

/**
 * Ends the process in order: what was begun last is stopped first. SIGINT, SIGTERM, SIGHUP, the end of the npm process
 * that started us, and an uncaught exception all begin it; another signal during it ends the process at once with 130.
 *
 * @returns {{
 *   signal: AbortSignal,
 *   onStop(step: () => Promise<unknown>, hurry?: () => void): void,
 *   stop(code: number): Promise<void>,
 * }} `signal` aborts when stopping begins; `onStop` adds a step, and what to do instead of it when there is no time;
 *   `stop` runs the steps once and ends the process with `code`, or with 1 when a step fails
 */
export function createLifecycle() {
  const ending = new AbortController();
  const steps = [];
  let stopping = null;
  let begun = 0;
  const stop = (code) => {
    begun ||= Date.now();
    noteEnding();
    ending.abort();
    return (stopping ??= runSteps(steps, code));
  };
  const interrupted = () => {
    if (stopping === null) void stop(0);
    else if (Date.now() - begun > ECHO_MS) {
      for (const { hurry } of steps) hurry?.();
      process.exit(130);
    }
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, interrupted);
  watchNpm(() => void stop(0));
  watchErrors(() => void stop(1));
  return { signal: ending.signal, onStop: (run, hurry) => steps.push({ run, hurry }), stop };
}

async function runSteps(steps, code) {
  let exitCode = code;
  for (const { run } of steps.toReversed()) {
    try {
      await run();
    } catch (error) {
      console.error(describeError(error));
      exitCode = 1;
    }
  }
  process.exit(exitCode);
}

/**
 * A killed npm cannot pass anything on, and the shell between it and us passes nothing on either. So we look whether
 * both are still there. Whoever starts us without npm may go away: that is how one puts a server into the background.
 */
function watchNpm(gone) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const grandparent = shellsParent(parent);
  const left = () => process.ppid !== parent || (grandparent !== null && !isAlive(grandparent));
  setInterval(() => left() && gone(), 500).unref();
}

/** The process that started the given one if that is a shell, else null. */
function shellsParent(pid) {
  try {
    const columns = ["-o", "comm=", "-o", "ppid=", "-p", String(pid)];
    const [, command, parent] =
      process.platform === "linux"
        ? readFileSync(`/proc/${pid}/stat`, "utf8").match(/\((.*)\) \S (\d+)/)
        : execFileSync("ps", columns, { encoding: "utf8" }).match(/^(.*?)\s+(\d+)\s*$/);
    return /^(.*\/|-)?(ba|da|z)?sh$/.test(command) ? Number(parent) : null;
  } catch {
    return null;
  }
}

function watchErrors(fatal) {
  process.on("uncaughtException", (error) => {
    console.error(describeError(error));
    fatal();
  });
  // One forgotten promise of one request is no reason to end the sessions of all others.
  process.on("unhandledRejection", (error) => console.error(describeError(error)));
  // The terminal or the reader of a pipe may go before we do.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}
