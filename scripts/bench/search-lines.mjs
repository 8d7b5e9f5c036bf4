import { query } from "./database-login.mjs";
import { holdersPath, searchPath } from "./pages.mjs";
import { namesBegun, searchTerms } from "./people.mjs";
import { line } from "./report.mjs";
import { execution } from "./statement-plan.mjs";
import { percentile } from "./statistics.mjs";
import { isOfSession } from "./watch-page.mjs";

/** What a term costs is the best of so many runs: other programs take the processor away now and then. */
const RUNS = 3;

/** Beyond this, other programs do not matter and one run says enough. */
const SLOW_MS = 100;

/** As the driver's connection has it, then with each kind of plan for all terms. */
const MODES = ["auto", "force_custom_plan", "force_generic_plan"];

const SEARCHES = [
  { name: "search", path: searchPath, terms: searchTerms(), limits: { p50: 15, p99: 60 } },
  { name: "search of two words", path: searchPath, terms: namesBegun(), limits: { p50: null, p99: 60 } },
  { name: "search of holders", path: holdersPath, terms: everyFifth(searchTerms()), limits: { p50: 15, p99: null } },
];

function everyFifth(terms) {
  return terms.filter((_, nth) => nth % 5 === 0);
}

/**
 * Search as you type, in the database: the statements that the product sends for each term, run again by themselves.
 *
 * @param {{ size: import("./dataset.mjs").Size, url: string }} dataset
 * @param {Awaited<ReturnType<typeof import("./tapped-product.mjs").startTapped>>} tapped
 */
export async function searchLines({ size, url }, tapped) {
  const lines = [];
  const details = {};
  for (const { name, path, terms, limits } of SEARCHES) {
    const searches = await captured(tapped, path, terms);
    let figures = await timed(url, searches);
    const missed = (p) => limits[p] !== null && figures.auto[p] > limits[p];
    const again = missed("p50") || missed("p99");
    if (again) figures = await timed(url, searches);
    const title = `${name} ${size.name}, ${terms.length} terms`;
    for (const p of ["p50", "p99"]) lines.push({ ...line(`${title}, ${p}`, "ms", figures.auto[p], limits[p]), again });
    const forced = MODES.slice(1).map((mode) => figures[mode].p99);
    lines.push(line(`${title}, p99 with the worse kind of plan`, "ms", Math.max(...forced)));
    details[name] = figures;
  }
  return { lines, details: { search: details } };
}

/** The statement that each term comes with. */
async function captured({ visitor, tap }, path, terms) {
  const searches = [];
  for (const term of terms) {
    tap.take();
    await visitor.get(path(term));
    const sent = tap.take().statements.filter((each) => !isOfSession(each));
    const [word] = term.split(" ");
    const statements = sent.filter(({ params }) => params.some((param) => param?.toLowerCase().includes(word)));
    if (statements.length === 0) throw new Error(`No statement was sent for the search "${term}".`);
    searches.push({ term, statements });
  }
  return searches;
}

async function timed(url, searches) {
  const figures = {};
  for (const mode of MODES) {
    const each = await query(url, (sql) => timeAll(sql, mode, searches));
    const ms = each.map((search) => search.ms);
    figures[mode] = { p50: percentile(ms, 0.5), p99: percentile(ms, 0.99), each };
  }
  return figures;
}

/** One connection for all terms, where a statement is prepared once and keeps its plan or does not. */
async function timeAll(sql, mode, searches) {
  await sql.unsafe(`set plan_cache_mode = ${mode}`);
  const prepared = new Map();
  const found = [];
  for (const { term, statements } of searches) {
    let ms = 0;
    for (const { text, params } of statements) {
      if (!prepared.has(text)) {
        prepared.set(text, `search_${prepared.size}`);
        await sql.unsafe(`prepare ${prepared.get(text)} as ${text}`);
      }
      const explain = `explain (analyze, timing off, format json) ${execution(prepared.get(text), params)}`;
      ms += await bestOf(sql, explain);
    }
    found.push({ term, ms });
  }
  return found;
}

async function bestOf(sql, explain) {
  const runs = [];
  for (let nth = 0; nth < RUNS && !(runs[0] > SLOW_MS); nth++) {
    const [{ "QUERY PLAN": answer }] = await sql.unsafe(explain);
    runs.push(answer[0]["Planning Time"] + answer[0]["Execution Time"]);
  }
  return Math.min(...runs);
}
