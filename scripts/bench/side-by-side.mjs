import { processorMs } from "./process-figures.mjs";
import { median, summary } from "./statistics.mjs";
import { visitRepeatedly } from "./visitor.mjs";

const ROUNDS = 9;
const REQUESTS = 30;
const TURNS = 15;
const WARM_UP = 100;

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
 * @returns {Promise<Map<string, { processor: number[], latency: number[] }>>} milliseconds a request, one per round:
 *   the processor's, and the median of what the visitor waits
 */
export async function measureSideBySide(contenders, signal) {
  for (const { visitor, path } of contenders) await visitRepeatedly(visitor, path, WARM_UP);
  const figures = new Map(contenders.map(({ name }) => [name, { processor: [], latency: [] }]));
  for (let round = 0; round < ROUNDS; round++) {
    signal.throwIfAborted();
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) figures.get(contender.name).processor.push(await processorTime(contender));
    const waits = await takeTurns(order);
    for (const { name } of order) figures.get(name).latency.push(median(waits.get(name)));
  }
  return figures;
}

async function processorTime({ visitor, path, pids }) {
  const before = processorMs(pids);
  await visitRepeatedly(visitor, path, REQUESTS);
  return (processorMs(pids) - before) / REQUESTS;
}

async function takeTurns(contenders) {
  const waits = new Map(contenders.map(({ name }) => [name, []]));
  for (let turn = 0; turn < TURNS; turn++) {
    for (const { name, visitor, path } of contenders)
      waits.get(name).push(...(await visitRepeatedly(visitor, path, 1)));
  }
  return waits;
}

/** How many times as much one page takes as another, round by round. */
export function ratio(over, under) {
  return summary(over.map((value, round) => value / under[round]));
}
