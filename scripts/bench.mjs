import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { createLifecycle } from "./lifecycle.mjs";
import { describeError, PlainError } from "./plain-error.mjs";

/**
 * `npm run bench`: the figures that docs/PERFORMANCE.md explains, measured side by side in one run. Prints a table, writes
 * `.cache/bench.json`, and ends with 1 when a line is not held.
 *
 * - `npm run bench`: all of it, with the data sets S and M
 * - `npm run bench -- S`: what can be said of S alone, in a minute or two
 * - `npm run bench -- S L`: all of it, with these two; making L takes minutes, once
 * - `npm run bench -- L seats paint`: only these parts, with L
 * - `npm run bench -- check`: only what is the same on a busy machine, with S, as `npm test` runs it
 * - `npm run bench -- data L`: makes the data set only, and says where it is
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lifecycle = createLifecycle();

/** What the operator set for an installation is not for the bench. */
const FOREIGN = /^(DATABASE_|DATA_DIR$|HOST$|PORT$|AUTH_|LICENSE_ISSUERS$|TIME_ZONE$|SESSION_|LOG_LEVEL$|NODE_ENV$)/;

try {
  await lifecycle.stop((await bench(process.argv.slice(2))) ? 0 : 1);
} catch (error) {
  if (!lifecycle.signal.aborted) console.error(describeError(error));
  await lifecycle.stop(1);
}

/** @returns {Promise<boolean>} whether all lines are held */
async function bench(words) {
  if (process.platform !== "linux") {
    throw new PlainError("Processor time and memory are read from /proc: run the bench on Linux.");
  }
  const begun = Date.now();
  const { signal } = lifecycle;
  await ensureInstalled(root, { signal });
  const { chosenSizes } = await import("./bench-sizes.mjs");
  const { measureAll, PART_WORDS } = await import("./bench/measure-all.mjs");
  const { form, sizes, parts } = chosenSizes(words, PART_WORDS);
  if (form !== "data") await ensureBuilt(root, { signal });
  const context = await prepare();
  const datasets = await makeDatasets(context, sizes);
  if (form === "data") return true;
  const { isHeld, isHeldToSomething, machine, toTable } = await import("./bench/report.mjs");
  const { checkLines } = await import("./bench/check-lines.mjs");
  const { lines, details } = await (form === "check"
    ? checkLines(context, datasets[0])
    : measureAll(context, datasets, parts));
  const seconds = Math.round((Date.now() - begun) / 1_000);
  const missed = lines.filter((line) => !isHeld(line));
  const held = lines.filter(isHeldToSomething).length - missed.length;
  const at = new Date().toISOString();
  const report = { at, seconds, machine: machine(), held, missed: missed.length, lines, details };
  const file = `.cache/bench${form === "check" ? "-check" : parts.length > 0 ? "-parts" : ""}.json`;
  writeFileSync(join(root, file), `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\n${toTable(lines)}\n\n${seconds} s; all figures are in ${file}.`);
  if (missed.length > 0) console.log(`Not held: ${missed.map(({ name }) => name).join("; ")}.`);
  return missed.length === 0;
}

/** @returns {Promise<import("./bench/measure-all.mjs").Context>} */
async function prepare() {
  const { signal } = lifecycle;
  const { openBenchDatabase } = await import("./bench-database.mjs");
  const { runningPostgresUrl } = await import("./postgres-server.mjs");
  const { migrate } = await import("./migrate.mjs");
  const { runProgram } = await import("./run-program.mjs");
  const { ensureBrowser } = await import("./browser.mjs");
  const scratch = makeScratch();
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
  env.NEXT_TELEMETRY_DISABLED = "1";
  const starting = openBenchDatabase(root, process.env.DATABASE_URL?.trim());
  lifecycle.onStop(async () => (await starting.catch(() => null))?.stop());
  return {
    root,
    scratch,
    env,
    signal,
    onStop: (stop) => lifecycle.onStop(stop),
    database: await starting,
    migrate,
    runningPostgresUrl,
    ensureBrowser: () => ensureBrowser({ signal, whole: true }),
    runNext: (args) => runProgram({ root, env, signal }, "next/dist/bin/next", args, { quiet: true }),
  };
}

async function makeDatasets({ database, migrate, signal }, sizes) {
  const { ensureDataset } = await import("./bench/dataset.mjs");
  const datasets = [];
  for (const size of sizes) {
    signal.throwIfAborted();
    datasets.push(await ensureDataset(database.adminUrl, size, migrate, console.log));
    console.log(`Data set ${size.name}: database ${datasets.at(-1).database} of ${database.where}.`);
  }
  return datasets;
}

function makeScratch() {
  const folder = join(root, ".cache", "bench");
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(folder, "run-"));
  lifecycle.onStop(async () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
  return scratch;
}
