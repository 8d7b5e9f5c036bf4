import { processorMs } from "./process-figures.mjs";
import { median, summary } from "./statistics.mjs";
import { visitRepeatedly } from "./visitor.mjs";

/**
 * How much is done: rounds; in each, requests in a row for the processor's time and turns for latency; requests before.
 *
 * @typedef {{ rounds: number, requests: number, turns: number, warmUp: number }} Effort
 */
export const WHOLE = { rounds: 7, requests: 20, turns: 10, warmUp: 60 };
export const SHORT = { rounds: 5, requests: 12, turns: 5, warmUp: 40 };

/** A page that takes long is visited less: for so long each time, but so often at least. */
const PATIENCE_MS = 1_500;
const AT_LEAST = 3;

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {ReturnType<typeof import("./visitor.mjs").createVisitor>} visitor
 * @property {string} path
 * @property {number[]} pids whose processor time counts, with their descendants
 */

/**
 * Measures pages against each other: every round visits each of them, every other round in reverse order, so that
 * whatever else the machine does falls on all of them alike. Processor time is told by the system in steps of 10 ms, so
 * each page is visited in a row for it; what a visitor waits depends on the moment, so for it the pages take turns.
 *
 * @param {Contender[]} contenders
 * @param {AbortSignal} signal
 * @param {Effort} effort
 * @returns {Promise<Map<string, { processor: number[], latency: number[] }>>} milliseconds a request, one per round:
 *   the processor's, and the median of what the visitor waits
 */
export async function measureSideBySide(contenders, signal, { rounds, requests, turns, warmUp }) {
  for (const contender of contenders) await visitFor(contender, warmUp);
  const figures = new Map(contenders.map(({ name }) => [name, { processor: [], latency: [] }]));
  for (let round = 0; round < rounds; round++) {
    signal.throwIfAborted();
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) figures.get(contender.name).processor.push(await processorTime(contender, requests));
    const waits = await takeTurns(order, turns);
    for (const { name } of order) figures.get(name).latency.push(median(waits.get(name)));
  }
  return figures;
}

async function processorTime(contender, requests) {
  const before = processorMs(contender.pids);
  const { length } = await visitFor(contender, requests);
  return (processorMs(contender.pids) - before) / length;
}

/** @returns {Promise<number[]>} milliseconds of each request */
async function visitFor({ visitor, path }, requests) {
  const begun = performance.now();
  const taken = [];
  while (taken.length < requests && (taken.length < AT_LEAST || performance.now() - begun < PATIENCE_MS))
    taken.push(...(await visitRepeatedly(visitor, path, 1)));
  return taken;
}

async function takeTurns(contenders, turns) {
  const waits = new Map(contenders.map(({ name }) => [name, []]));
  const waited = (name) => waits.get(name).reduce((sum, ms) => sum + ms, 0);
  for (let turn = 0; turn < turns; turn++) {
    for (const { name, visitor, path } of contenders)
      if (turn < AT_LEAST || waited(name) < PATIENCE_MS)
        waits.get(name).push(...(await visitRepeatedly(visitor, path, 1)));
  }
  return waits;
}

/** How many times as much one page takes as another, round by round. */
export function ratio(over, under) {
  return summary(over.map((value, round) => value / under[round]));
}
