import cluster from "node:cluster";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { PlainError } from "./plain-error.mjs";

const PROGRAM = fileURLToPath(new URL("worker.mjs", import.meta.url));

/** Requests have 5 seconds to finish; a process that has not ended by then never will. */
const KILL_MS = 8_000;

/** Who has served this long is well: its end is no sign that the next one will fail too. */
const STEADY_MS = 60_000;

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

/**
 * How long to wait before a process takes the place of one that ended.
 *
 * @param {number} failures ends in a row without a steady minute between, this one included
 * @returns {number} milliseconds: doubled each time, at most half a minute
 */
export function pauseAfter(failures) {
  return Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
}

/**
 * Serves from several processes at the address that HOST and PORT of the environment name. This process takes the
 * connections and deals them out in turn, to whoever has taken in the one before; it reads nothing of them. A process
 * that ends is replaced, after a pause that grows while it happens again and again.
 *
 * @param {object} input
 * @param {number} input.count
 * @param {AbortSignal} input.signal begins the end of all of them
 * @param {string} [input.program] module that listens; for tests
 * @param {(sentence: string) => void} [input.say] hears of ends
 * @returns {Promise<{ close: () => Promise<void> }>} when each of them serves or has failed once, and one at least serves;
 *   `close` lets running requests finish for up to 5 seconds and ends when no process is left
 * @throws {PlainError} with the reason when none of them serves
 */
export async function startWorkers({ count, signal, program = PROGRAM, say = console.error }) {
  cluster.schedulingPolicy = cluster.SCHED_RR;
  cluster.setupPrimary({ exec: program, args: [] });
  const giveUp = new AbortController();
  const ending = AbortSignal.any([signal, giveUp.signal]);
  const places = Array.from({ length: count }, () => keepPlace({ signal: ending, say, isDecided: () => decided }));
  const decided = Promise.all(places.map(({ first }) => first)).then((faults) => {
    if (!faults.includes(null)) giveUp.abort();
    return faults;
  });
  const faults = await decided;
  const close = async () => {
    giveUp.abort();
    await Promise.all(places.map(({ ended }) => ended));
  };
  if (faults.includes(null)) return { close };
  await close();
  throw new PlainError(faults[0]);
}

/**
 * Sees to it that one process serves, until the signal.
 *
 * @returns {{ first: Promise<string | null>, ended: Promise<void> }} `first` tells why the first process failed, null
 *   when it serves; `ended` comes when the last one is gone
 */
function keepPlace({ signal, say, isDecided }) {
  let settle;
  const first = new Promise((resolve) => (settle = resolve));
  const keep = async () => {
    for (let failures = 1; !signal.aborted; failures++) {
      const { reason, servedMs } = await runWorker(signal, () => settle(null));
      settle(reason);
      // Whether the start as a whole has failed is told by the start, once.
      await isDecided();
      if (signal.aborted) break;
      if (servedMs >= STEADY_MS) failures = 1;
      const pauseMs = pauseAfter(failures);
      say(`A worker process is gone: ${reason} Another takes its place in ${pauseMs / 1_000} s.`);
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
    settle("The start was stopped.");
  };
  return { first, ended: keep() };
}

/**
 * Makes one process and waits for its end.
 *
 * @returns {Promise<{ reason: string, servedMs: number }>} `reason` is a sentence
 */
async function runWorker(signal, onServing) {
  let worker;
  try {
    worker = cluster.fork();
  } catch (error) {
    return { reason: `It could not be made (${error.message}).`, servedMs: 0 };
  }
  endStrays(worker.process);
  let fault;
  let servingSince = Number.POSITIVE_INFINITY;
  worker.on("message", (message) => (fault = message.fault));
  worker.on("listening", () => {
    servingSince = performance.now();
    onServing();
  });
  const forget = endWith(signal, worker, () => servingSince !== Number.POSITIVE_INFINITY);
  const reason = await endOf(worker);
  forget();
  return { reason: fault ?? reason, servedMs: performance.now() - servingSince };
}

/**
 * Node forgets a connection that is on its way to a process when that one dies: nobody reads it, nobody ends it, and its
 * client waits for ever. We end it, so that the client knows.
 */
function endStrays(child) {
  const underWay = new Map();
  const { send } = child;
  child.send = (message, handle, ...rest) => {
    if (message.act === "newconn") underWay.set(message.seq, handle);
    return send.call(child, message, handle, ...rest);
  };
  child.on("internalMessage", ({ ack }) => underWay.delete(ack));
  child.once("exit", () => {
    for (const connection of underWay.values()) connection.close();
  });
}

function endOf(worker) {
  return new Promise((resolve) => {
    const { pid } = worker.process;
    worker.once("exit", (code, killedBy) => resolve(`Process ${pid} ended with ${killedBy ?? code}.`));
    // The channel to a process may break before the process ends; only what was never made has no end.
    worker.on("error", (error) => pid === undefined && resolve(`It could not be made (${error.message}).`));
  });
}

/** Ends the process when the signal comes, by force when it takes too long. Answers how to take that back. */
function endWith(signal, worker, isServing) {
  let limit;
  const end = () => {
    // A process that is still loading does not hear messages yet.
    if (isServing()) worker.process.send("stop", () => {});
    else worker.process.kill("SIGTERM");
    limit = setTimeout(() => worker.process.kill("SIGKILL"), KILL_MS);
  };
  signal.addEventListener("abort", end, { once: true });
  return () => {
    signal.removeEventListener("abort", end);
    clearTimeout(limit);
  };
}
