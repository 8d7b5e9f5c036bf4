import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./install.mjs";
import { createLifecycle } from "./lifecycle.mjs";
import { describeError, PlainError } from "./plain-error.mjs";
import { FAILED, sumUp } from "./test-report.mjs";

/**
 * `npm test`: everything that the project checks, from a fresh clone, against a PostgreSQL and a browser of its own.
 * `npm test -- unit`, `-- integration` or any other step runs that step alone; words after it choose tests.
 * All steps run, also when one fails. The last line is the sum: `N passed, N failed`.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lifecycle = createLifecycle();

/** Nothing here has to outlive a power cut. */
const QUICK = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: 200 };

/** What the operator set for an installation is not for the tests. */
const FOREIGN =
  /^(DATABASE_|DATA_DIR$|HOST$|PORT$|AUTH_|LICENSE_ISSUERS$|TIME_ZONE$|TRUSTED_PROXIES$|SESSION_|LOG_LEVEL$|NODE_ENV$)/;

let last = null;
// The first step is the last to run: nothing is said after the sum.
lifecycle.onStop(async () => {
  if (last === null) throw new PlainError("The tests were stopped before their end.");
  console.log(last);
});

try {
  const { line, failed } = sumUp(await test(process.argv.slice(2)));
  if (!lifecycle.signal.aborted) last = line;
  await lifecycle.stop(failed === 0 ? 0 : 1);
} catch (error) {
  if (!lifecycle.signal.aborted) {
    console.error(describeError(error));
    last = sumUp([FAILED]).line;
  }
  await lifecycle.stop(1);
}

async function test([wanted, ...filters]) {
  const { signal } = lifecycle;
  await ensureInstalled(root, { signal });
  const { STEPS } = await import("./test-steps.mjs");
  const chosen = wanted === undefined ? STEPS : STEPS.filter(({ name }) => name === wanted);
  if (chosen.length === 0) {
    throw new PlainError(`There is no step "${wanted}"; choose one of: ${STEPS.map(({ name }) => name).join(", ")}.`);
  }
  const scratch = makeScratch();
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
  Object.assign(env, { TEST_SCRATCH: scratch, NEXT_TELEMETRY_DISABLED: "1" });
  if (chosen.some((step) => step.needsDatabase)) env.TEST_POSTGRES_URL = await startDatabase(scratch);
  const tallies = [];
  for (const step of chosen) {
    signal.throwIfAborted();
    tallies.push(await runStep(step, { root, scratch, env, signal, filters }));
  }
  return tallies;
}

function makeScratch() {
  const folder = join(root, ".cache", "test");
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(folder, "run-"));
  lifecycle.onStop(async () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
  return scratch;
}

async function startDatabase(scratch) {
  const { startPostgres } = await import("./postgres-server.mjs");
  const starting = startPostgres({ dataDir: scratch, settings: QUICK });
  lifecycle.onStop(async () => (await starting.catch(() => null))?.stop());
  return (await starting).adminUrl;
}

async function runStep(step, context) {
  console.log(`\n=== ${step.name}`);
  const begun = Date.now();
  const running = step.run(context);
  // Whatever a step began has ended before the database is stopped.
  lifecycle.onStop(async () => void (await running.catch(() => null)));
  const tally = await running.catch((error) => {
    if (!context.signal.aborted) console.error(describeError(error));
    return FAILED;
  });
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  console.log(`=== ${step.name}: ${sumUp([tally]).line} (${seconds} s)`);
  return tally;
}
