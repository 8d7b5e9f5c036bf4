import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { createLifecycle } from "./lifecycle.mjs";
import { describeError, PlainError } from "./plain-error.mjs";

/**
 * `npm run bench`: the figures that docs/PERFORMANCE.md explains, measured side by side in one run, with a PostgreSQL
 * of its own. Prints a table, writes `.cache/bench.json`, and ends with 1 when a line is not held.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lifecycle = createLifecycle();

/** What the operator set for an installation is not for the bench. */
const FOREIGN = /^(DATABASE_|DATA_DIR$|HOST$|PORT$|AUTH_|LICENSE_ISSUERS$|TIME_ZONE$|SESSION_|LOG_LEVEL$|NODE_ENV$)/;

/** The figures of a run are its own: no power cut to survive, and nobody cleans up while a page is measured. */
const SETTINGS = { fsync: "off", autovacuum: "off" };

try {
  await lifecycle.stop((await bench()) ? 0 : 1);
} catch (error) {
  if (!lifecycle.signal.aborted) console.error(describeError(error));
  await lifecycle.stop(1);
}

/** @returns {Promise<boolean>} whether all lines are held */
async function bench() {
  if (process.platform !== "linux") {
    throw new PlainError("Processor time and memory are read from /proc: run the bench on Linux.");
  }
  const begun = Date.now();
  const { signal } = lifecycle;
  await ensureInstalled(root, { signal });
  await ensureBuilt(root, { signal });
  const { isHeld, machine, toTable } = await import("./bench/report.mjs");
  const { measureAll } = await import("./bench/measure-all.mjs");
  const { lines, details } = await measureAll(await prepare());
  const seconds = Math.round((Date.now() - begun) / 1_000);
  const report = { at: new Date().toISOString(), seconds, machine: machine(), lines, details };
  writeFileSync(join(root, ".cache", "bench.json"), `${JSON.stringify(report, null, 2)}\n`);
  const missed = lines.filter((line) => !isHeld(line));
  console.log(`\n${toTable(lines)}\n\n${seconds} s; all figures are in .cache/bench.json.`);
  if (missed.length > 0) console.log(`Not held: ${missed.map(({ name }) => name).join("; ")}.`);
  return missed.length === 0;
}

/** @returns {Promise<import("./bench/measure-all.mjs").Context>} */
async function prepare() {
  const { signal } = lifecycle;
  const { startPostgres, runningPostgresUrl } = await import("./postgres-server.mjs");
  const { migrate } = await import("./migrate.mjs");
  const { runProgram } = await import("./run-program.mjs");
  const scratch = makeScratch();
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
  env.NEXT_TELEMETRY_DISABLED = "1";
  const starting = startPostgres({ dataDir: join(scratch, "database"), settings: SETTINGS });
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
    runNext: (args) => runProgram({ root, env, signal }, "next/dist/bin/next", args, { quiet: true }),
  };
}

function makeScratch() {
  const folder = join(root, ".cache", "bench");
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(folder, "run-"));
  lifecycle.onStop(async () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
  return scratch;
}
