import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { ensureBuilt } from "./build.mjs";
import { runProgram } from "./run-program.mjs";
import { FAILED, judgeRun, PASSED, readBenchReport, readPlaywrightReport, readVitestReport } from "./test-report.mjs";

const LINTED = ["app", "components", "lib", "db", "i18n", "scripts", "tests"];

/**
 * @typedef {object} Context
 * @property {string} root folder of the source
 * @property {string} scratch folder for reports
 * @property {Record<string, string | undefined>} env of every program
 * @property {AbortSignal} signal ends what runs
 * @property {string[]} filters which tests of a runner to run; none: all
 */

/**
 * Everything that `npm test` runs, in this order.
 *
 * @type {{ name: string, needsDatabase?: true, run(context: Context): Promise<import("./test-report.mjs").Tally> }[]}
 */
export const STEPS = [
  { name: "format", run: (context) => check(context, "@biomejs/biome/bin/biome", ["format"]) },
  { name: "lint", run: checkRules },
  { name: "types", run: checkTypes },
  { name: "unit", run: (context) => runVitest(context, "unit") },
  { name: "integration", needsDatabase: true, run: (context) => runVitest(context, "integration") },
  { name: "build", run: build },
  { name: "faults", needsDatabase: true, run: runFaults },
  { name: "bench", needsDatabase: true, run: runBench },
  { name: "e2e", needsDatabase: true, run: runPlaywright },
];

/** One check that is no test runner; its words are shown only when they are needed. */
async function check(context, program, args) {
  const { code, output } = await runProgram(context, program, args, { quiet: true });
  if (code !== 0) console.log(output.trim());
  return code === 0 ? PASSED : FAILED;
}

async function checkRules(context) {
  const settings = readdirSync(context.root).filter((name) => /\.m?[jt]s$/.test(name) && !name.endsWith(".d.ts"));
  return check(context, "oxlint/bin/oxlint", ["-c", "oxlint.config.mjs", ...LINTED, ...settings]);
}

/** A fresh clone lacks the types that belong to its pages until they are generated. */
async function checkTypes(context) {
  const generated = await check(context, "next/dist/bin/next", ["typegen"]);
  return generated === PASSED ? check(context, "typescript/bin/tsc", ["--noEmit"]) : generated;
}

/** One of them looks at pages while the database is away. */
async function runFaults(context) {
  await ensureBuilt(context.root, { signal: context.signal });
  return runVitest(await withBrowser(context), "faults");
}

async function runVitest(context, project) {
  const report = join(context.scratch, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const args = ["run", `--project=${project}`, ...reporters, ...context.filters];
  const { code } = await runProgram(context, "vitest/vitest.mjs", args);
  return judgeRun(readVitestReport(report), code);
}

/** What of the bench is the same on a busy machine, with the small data set. It reads /proc. */
async function runBench(context) {
  if (process.platform !== "linux") return { ...PASSED, passed: 0, skipped: 1 };
  const report = join(context.root, ".cache", "bench-check.json");
  rmSync(report, { force: true });
  const env = { ...context.env, DATABASE_URL: context.env.TEST_POSTGRES_URL };
  const { code } = await runProgram({ ...context, env }, join("..", "scripts", "bench.mjs"), ["check"]);
  return judgeRun(readBenchReport(report), code);
}

async function build({ root, signal }) {
  await ensureBuilt(root, { signal });
  return PASSED;
}

async function runPlaywright(context) {
  await ensureBuilt(context.root, { signal: context.signal });
  const report = join(context.scratch, "e2e.json");
  const browsing = await withBrowser(context);
  const env = { ...browsing.env, PLAYWRIGHT_REPORT: report };
  const { code } = await runProgram({ ...browsing, env }, "@playwright/test/cli.js", ["test", ...context.filters]);
  return judgeRun(readPlaywrightReport(report), code);
}

async function withBrowser(context) {
  return { ...context, env: { ...context.env, CHROMIUM_PATH: await ensureBrowser(context) } };
}
