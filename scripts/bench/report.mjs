import { cpus, release, totalmem } from "node:os";

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {string} unit
 * @property {number} value
 * @property {number} [low] of the rounds
 * @property {number} [high]
 * @property {number} [rounds]
 * @property {number | null} limit most that is allowed; null: no such limit
 * @property {number} [least] least that is allowed; a line with neither is for information
 * @property {boolean} [again] missed at first and measured once more: these are the figures of the second time
 */

/** A line without a spread. */
export function line(name, unit, value, limit = null) {
  return { name, unit, value, limit };
}

/** A line from several rounds. */
export function spreadLine(name, unit, { value, low, high, rounds }, limit = null) {
  return { name, unit, value, low, high, rounds, limit };
}

/** The same line, held to a least value instead of a most. */
export function atLeast(given, least) {
  return { ...given, least };
}

/** @param {Line} given */
export function isHeld({ value, limit, least }) {
  return (limit === null || value <= limit) && (least === undefined || value >= least);
}

/** @param {Line} given */
export function isHeldToSomething({ limit, least }) {
  return limit !== null || least !== undefined;
}

/**
 * Measures, and once more by itself if a line is not held: what is missed twice in a row counts.
 *
 * @template {{ lines: Line[] }} Part
 * @param {() => Promise<Part>} measure
 * @returns {Promise<Part>}
 */
export async function measuredTwice(measure) {
  const first = await measure();
  if (first.lines.every(isHeld)) return first;
  const second = await measure();
  const lines = second.lines.map((each, nth) =>
    isHeld(first.lines[nth]) ? first.lines[nth] : { ...each, again: true },
  );
  return { ...second, lines };
}

/**
 * The lines as a table for people.
 *
 * @param {Line[]} lines
 * @returns {string}
 */
export function toTable(lines) {
  const rows = lines.map((each) => [
    each.name,
    amount(each.value, each.unit),
    each.rounds ? `${amount(each.low, "")}–${amount(each.high, "")}` : "",
    bound(each),
    verdict(each),
  ]);
  const all = [["what", "measured", "rounds lie in", "line", ""], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const text = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
  return [text[0], "-".repeat(widths.reduce((sum, width) => sum + width + 2, -2)), ...text.slice(1)].join("\n");
}

function bound({ limit, least, unit }) {
  if (least !== undefined) return `≥ ${amount(least, unit)}`;
  return limit === null ? "" : `≤ ${amount(limit, unit)}`;
}

function verdict(each) {
  if (!isHeldToSomething(each)) return "";
  if (!isHeld(each)) return each.again ? "NOT HELD, twice" : "NOT HELD";
  return each.again ? "held the second time" : "held";
}

function amount(value, unit) {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)}${unit === "×" || unit === "" ? "" : " "}${unit}`;
}

/** Where the figures were seen. */
export function machine() {
  const [{ model }] = cpus();
  return {
    processors: `${cpus().length} × ${model}`,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    node: process.version,
  };
}
