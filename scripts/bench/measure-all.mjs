import { callLines } from "./call-lines.mjs";
import { csvLines } from "./csv-lines.mjs";
import { ensureEmptyApp } from "./empty-app.mjs";
import { handLines } from "./hand-lines.mjs";
import { lighthouseLines } from "./lighthouse-lines.mjs";
import { memoryLines } from "./memory-lines.mjs";
import { pagesOf } from "./pages.mjs";
import { startBare, startEmpty, startProduct } from "./product-server.mjs";
import { line } from "./report.mjs";
import { proveSameRows } from "./same-rows.mjs";
import { searchLines } from "./search-lines.mjs";
import { SHORT, WHOLE } from "./side-by-side.mjs";
import { startLines } from "./start-lines.mjs";
import { statementLines } from "./statement-lines.mjs";
import { startTapped } from "./tapped-product.mjs";
import { timeLines } from "./time-lines.mjs";
import { createVisitor } from "./visitor.mjs";
import { weightLines } from "./weight-lines.mjs";
import { workerLines } from "./worker-lines.mjs";
import { openWrites, WRITES } from "./write-lines.mjs";

/**
 * @typedef {object} Context
 * @property {string} root folder of the source, installed and built
 * @property {string} scratch folder that goes away in the end
 * @property {Record<string, string | undefined>} env of every program
 * @property {AbortSignal} signal
 * @property {(stop: () => Promise<unknown>) => void} onStop
 * @property {{ adminUrl: string, pid: number, where: string }} database
 * @property {(url: string) => Promise<void>} migrate
 * @property {(dataDir: string) => string | null} runningPostgresUrl
 * @property {() => Promise<string>} ensureBrowser path of a Chromium
 * @property {(args: string[]) => Promise<{ code: number | null, output: string }>} runNext
 */

/** With one data set only what can be compared within it is visited, and no bare server. */
const SHORT_PAGES = ["registry", "matrix", "matrix, deep page", "matrix, last page"];

/** What can be measured by itself: its word and what it does. */
const PARTS = {
  calls: ["Calling the HTTP interface beside a bare server", callLines],
  processes: ["Serving with one process and with two", workerLines],
  starts: ["Starting again and again", startLines],
  csv: ["Exporting all users", csvLines],
  memory: ["Asking ten thousand times", memoryLines],
  lighthouse: ["Asking Lighthouse", lighthouseLines],
};

/** The words of what can be measured by itself; the later ones write, in a copy of the data set. */
export const PART_WORDS = [...Object.keys(PARTS), ...Object.keys(WRITES)];

/**
 * Measures everything, one thing after the other; with one data set, what takes a minute.
 *
 * @param {Context} context
 * @param {Awaited<ReturnType<typeof import("./dataset.mjs").ensureDataset>>[]} datasets from small to large
 * @param {string[]} [words] of the parts that alone are measured, with the larger data set
 * @returns {Promise<{ lines: import("./report.mjs").Line[], details: object }>}
 */
export async function measureAll(context, datasets, words = []) {
  const isWhole = datasets.length > 1;
  const large = datasets.at(-1);
  say("Building the empty page of the framework, if it is not there yet …");
  const emptyFolder = await ensureEmptyApp(context.root, context.runNext);
  const parts = words.length > 0 ? [] : await visitAll(context, datasets, emptyFolder, isWhole);
  const asked = words.length === 0 && isWhole ? PART_WORDS : words;
  for (const [word, [what, work]] of Object.entries(PARTS)) {
    if (asked.includes(word)) parts.push(await measured(context, what, () => work(context, large)));
  }
  const written = Object.entries(WRITES).filter(([word]) => asked.includes(word));
  if (written.length > 0) parts.push(...(await measuredWrites(context, large, emptyFolder, written)));
  return {
    lines: parts.flatMap(({ lines }) => lines),
    details: Object.assign({}, ...parts.map(({ details }) => details)),
  };
}

/** Statements, searches, times and weights of the pages. */
async function visitAll(context, datasets, emptyFolder, isWhole) {
  const large = datasets.at(-1);
  say("Counting statements and searching …");
  const tapped = await startTapped(context, large, { cookie: large.cookie });
  const statements = await statementLines(large, pagesOf(large.size), tapped);
  const searches = await searchLines(large, tapped);
  await tapped.stop();
  say("Asking for the same by hand …");
  const byHand = await handLines(large, statements.sent);
  const visits = await visitPages(context, datasets, emptyFolder, isWhole ? statements.sent : null);
  return [...visits, statements, byHand, searches];
}

/** A part that fails costs its own figures and no others: it is a line that is not held. */
async function measured(context, what, work) {
  say(`${what} …`);
  try {
    return await work();
  } catch (error) {
    context.signal.throwIfAborted();
    say(error.stack);
    return { lines: [line(`${what}: failed`, "", 1, 0)], details: {} };
  }
}

/** One copy for all that write. */
async function measuredWrites(context, dataset, emptyFolder, works) {
  const writes = await openWrites(context, dataset);
  const parts = [];
  for (const [word, work] of works) {
    parts.push(await measured(context, `Writing in a copy: ${word}`, () => work(context, writes, emptyFolder)));
  }
  await writes.close();
  return parts;
}

/** Times and weights. `sent`: the statements for a bare server beside it; null: none. */
async function visitPages(context, datasets, emptyFolder, sent) {
  const started = [];
  const visit = (server, identity) => {
    const visitor = createVisitor(server.url, identity);
    started.push({ server, visitor });
    return { pid: server.pid, visitor };
  };
  const sizes = [];
  for (const { size, url, cookie } of datasets) {
    const pages = pagesOf(size).filter(({ name }) => sent !== null || SHORT_PAGES.includes(name));
    sizes.push({ name: size.name, pages, ...visit(await startProduct(context, url), { cookie }) });
  }
  const large = sizes.at(-1);
  const empty = visit(await startEmpty(context, emptyFolder));
  const bare = sent && visit(await startBareWith(context, datasets.at(-1).url, sent));
  for (const { name, path } of bare ? large.pages.filter(({ list }) => list) : []) {
    const [ours, theirs] = [await large.visitor.get(path), await bare.visitor.get(path)];
    proveSameRows(name, ours.text(), theirs.text());
  }
  say("Visiting the pages side by side …");
  const times = await timeLines(context, sizes, { empty, bare }, sent ? WHOLE : SHORT);
  say("Weighing the pages …");
  const weights = await weightLines(large.pages, large.visitor, empty.visitor);
  for (const { visitor, server } of started) {
    visitor.close();
    await server.stop();
  }
  return [times, weights];
}

function startBareWith(context, url, sent) {
  return startBare(context, url, Object.fromEntries(Object.entries(sent).filter(([, { page }]) => page.list)));
}

function say(sentence) {
  console.log(sentence);
}
