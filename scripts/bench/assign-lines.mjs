import { assignScript } from "./assign-statements.mjs";
import { REFERENCE_NAME, runReference } from "./reference-load.mjs";
import { atLeast, measuredTwice, spreadLine } from "./report.mjs";
import { ratio } from "./side-by-side.mjs";
import { summary } from "./statistics.mjs";

const CLIENTS = [1, 8, 32];
const ROUNDS = 3;
const ROUND_MS = 2_000;
const AGAINST_REFERENCE = 0.7;

/**
 * Assigning under the limit and taking back, in the database: the product's query over its pool in one process, against
 * the reference with the very same statement; all clients at one license, then at any of a hundred.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {Awaited<ReturnType<typeof import("./write-lines.mjs").openWrites>>} writes
 */
export async function assignLines(context, { url, product, users, licenses, statements }) {
  const parts = [];
  for (const [where, chosen] of [
    ["one license", licenses.slice(0, 1)],
    ["random licenses", licenses],
  ]) {
    const script = assignScript(statements.act, { users: users.length, licenses: chosen.length });
    const contenders = (clients) => ({
      product: () => product.ask("assign", { clients, milliseconds: ROUND_MS, users, licenses: chosen }),
      reference: () => runReference(context, url, script, { clients, seconds: ROUND_MS / 1_000 }),
    });
    for (const clients of CLIENTS) {
      const name = `assign, ${where}, ${clients} client${clients === 1 ? "" : "s"}`;
      parts.push(await measuredTwice(() => compareRates(name, contenders(clients), context.signal)));
    }
  }
  return {
    lines: parts.flatMap(({ lines }) => lines),
    details: { assign: Object.assign({}, ...parts.map(({ details }) => details)) },
  };
}

async function compareRates(name, contenders, signal) {
  const { product, reference } = await ratesInTurns(contenders, ROUNDS, signal);
  return {
    lines: [
      atLeast(spreadLine(`${name} : ${REFERENCE_NAME}`, "×", ratio(product, reference)), AGAINST_REFERENCE),
      spreadLine(`${name}, a second`, "", statementRates(product)),
      spreadLine(`${name}, a second, ${REFERENCE_NAME}`, "", statementRates(reference)),
    ],
    details: { [name]: { product, reference } },
  };
}

/** A pair is two statements. */
function statementRates(pairs) {
  return summary(pairs.map((rate) => 2 * rate));
}

/**
 * Rates of contenders that take turns, every other round in reverse order, after a turn each that does not count.
 *
 * @param {Record<string, () => Promise<number>>} contenders
 * @param {number} rounds
 * @param {AbortSignal} signal
 * @returns {Promise<Record<string, number[]>>}
 */
export async function ratesInTurns(contenders, rounds, signal) {
  const names = Object.keys(contenders);
  const rates = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) await contenders[name]();
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      signal.throwIfAborted();
      rates[name].push(await contenders[name]());
    }
  }
  return rates;
}
