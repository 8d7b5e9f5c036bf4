import { isHeld, spreadLine } from "./report.mjs";
import { measureSideBySide, ratio } from "./side-by-side.mjs";
import { summary } from "./statistics.mjs";

/** What a page may cost more with the users of the larger data set than with those of the smaller. */
const GROWTH = 1.3;
/** Against the first page of the same list. */
const DEPTH = 1.5;
/** Against the empty page of the framework. */
const EMPTY = 2.5;

const DEEP_PAGES = ["matrix, deep page", "matrix, last page"];
const AGAINST_BARE = ["registry", "matrix"];

/**
 * What pages cost: the processor's time is that of the server and of PostgreSQL together; latency is what one visitor
 * waits. A line that is not held is measured once more, together with what it is compared with.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {{ name: string, pages: import("./pages.mjs").Page[], pid: number, visitor: object }[]} sizes from small to large
 * @param {{ empty: object, bare: object | null }} others
 * @param {import("./side-by-side.mjs").Effort} effort
 */
export async function timeLines({ database, signal }, sizes, { empty, bare }, effort) {
  const contenders = sizes.flatMap(({ name, pages, pid, visitor }) =>
    pages.map((page) => ({ name: `${page.name} ${name}`, visitor, path: page.path, pids: [pid, database.pid] })),
  );
  contenders.push({ name: "empty", visitor: empty.visitor, path: "/", pids: [empty.pid] });
  const large = sizes.at(-1);
  for (const { name, path } of bare ? large.pages.filter((page) => AGAINST_BARE.includes(page.name)) : [])
    contenders.push({ name: `bare ${name}`, visitor: bare.visitor, path, pids: [bare.pid, database.pid] });

  const figures = await measureSideBySide(contenders, signal, effort);
  const ratios = ratiosOf(sizes, new Set(contenders.map(({ name }) => name)));
  const lines = ratios.map((each) => toLine(each, figures));
  const missed = ratios.filter((_, nth) => !isHeld(lines[nth]));
  const rounds = { first: Object.fromEntries(figures) };
  if (missed.length > 0) {
    const wanted = new Set(missed.flatMap(({ over, under }) => [over, under]));
    const second = await measureSideBySide(
      contenders.filter(({ name }) => wanted.has(name)),
      signal,
      effort,
    );
    for (const each of missed) lines[ratios.indexOf(each)] = { ...toLine(each, second), again: true };
    rounds.second = Object.fromEntries(second);
  }
  const plain = contenders.map(({ name }) =>
    spreadLine(`${name}, processor a request`, "ms", summary(figures.get(name).processor)),
  );
  return { lines: [...lines, ...plain], details: { rounds } };
}

/** What is compared with what; `key` is a member of the figures. */
function ratiosOf(sizes, measured) {
  const [small, large] = [sizes[0].name, sizes.at(-1).name];
  const names = sizes.at(-1).pages.map(({ name }) => name);
  const pairs = [
    ...(small === large ? [] : names.map((name) => [`${name} ${large}`, `${name} ${small}`, GROWTH])),
    ...DEEP_PAGES.map((name) => [`${name} ${large}`, `matrix ${large}`, DEPTH]),
    [`matrix ${large}`, "empty", EMPTY, ["processor"]],
    [`registry ${large}`, "empty", null, ["processor"]],
    ...AGAINST_BARE.map((name) => [`${name} ${large}`, `bare ${name}`, null]),
  ];
  return pairs
    .filter(([over, under]) => measured.has(over) && measured.has(under))
    .flatMap(([over, under, limit, keys = ["processor", "latency"]]) =>
      keys.map((key) => ({ over, under, limit, key })),
    );
}

function toLine({ over, under, limit, key }, figures) {
  const name = `${over} : ${under}, ${key === "latency" ? "latency p50" : key}`;
  return spreadLine(name, "×", ratio(figures.get(over)[key], figures.get(under)[key]), limit);
}
