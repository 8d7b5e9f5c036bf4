import { existsSync, readFileSync } from "node:fs";

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** One check that is no test runner. */
export const PASSED = { passed: 1, failed: 0, skipped: 0 };
export const FAILED = { passed: 0, failed: 1, skipped: 0 };

/**
 * What a run of vitest came to. A file that could not be loaded has no tests and counts as one that failed.
 *
 * @param {string} path of the JSON report
 * @returns {Tally | null} null without a report
 */
export function readVitestReport(path) {
  const report = readReport(path);
  if (report === null) return null;
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  const skipped = report.numPendingTests + report.numTodoTests;
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length, skipped };
}

/**
 * What a run of Playwright came to; a test that passed at its second try has passed. Errors outside of the tests count as one that failed.
 *
 * @param {string} path of the JSON report
 * @returns {Tally | null} null without a report
 */
export function readPlaywrightReport(path) {
  const report = readReport(path);
  if (report === null) return null;
  const { expected, unexpected, flaky, skipped } = report.stats;
  if (flaky > 0) console.log(`${flaky} passed at the second try only.`);
  const failed = unexpected === 0 && report.errors.length > 0 ? 1 : unexpected;
  return { passed: expected + flaky, failed, skipped };
}

/**
 * What a bench came to: each line that is held to something counts as a test.
 *
 * @param {string} path of the JSON report
 * @returns {Tally | null} null without a report
 */
export function readBenchReport(path) {
  const report = readReport(path);
  return report && { passed: report.held, failed: report.missed, skipped: 0 };
}

function readReport(path) {
  try {
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
  } catch {
    return null;
  }
}

/**
 * The tally of a runner, put right by how it ended: one that crashed, or ran nothing, has failed at least once.
 *
 * @param {Tally | null} tally
 * @param {number | null} exitCode null when it was killed
 * @returns {Tally}
 */
export function judgeRun(tally, exitCode) {
  if (tally === null || tally.passed + tally.failed + tally.skipped === 0) return FAILED;
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

/**
 * The last line of the output, `N passed, N failed`; what could not be tried on this machine has a line of its own before it.
 *
 * @param {Tally[]} tallies
 * @returns {{ line: string, failed: number }}
 */
export function sumUp(tallies) {
  const sum = (name) => tallies.reduce((total, tally) => total + tally[name], 0);
  const [passed, failed, skipped] = [sum("passed"), sum("failed"), sum("skipped")];
  const before = skipped > 0 ? `${skipped} skipped: this machine lacks what they need\n` : "";
  return { line: `${before}${passed} passed, ${failed} failed`, failed };
}
