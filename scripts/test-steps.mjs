import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { ensureBuilt } from "./build.mjs";
import { FAILED, judgeRun, PASSED, readPlaywrightReport, readVitestReport } from "./test-report.mjs";

const LINTED = ["app", "components", "lib", "db", "i18n", "scripts", "tests", "proxy.ts"];

/**
 * @typedef {object} Context
 * @property {string} root folder of the source
 * @property {string} scratch folder for reports
 * @property {Record<string, string | undefined>} env of every child
 * @property {AbortSignal} signal ends what runs
 * @property {string[]} filters which tests of a runner to run; none: all
 */

/** Everything that `npm test` runs, in this order: name, what it says of itself, whether it needs the database. */
export const STEPS = [
  { name: "format", needsDatabase: false, run: (context) => check(context, program("@biomejs/biome"), ["format"]) },
  {
    name: "lint",
    needsDatabase: false,
    run: (context) => check(context, program("oxlint"), ["-c", "oxlint.config.mjs", ...lintedPaths(context.root)]),
  },
  { name: "types", needsDatabase: false, run: checkTypes },
  { name: "unit", needsDatabase: false, run: (context) => runVitest(context, "unit") },
  { name: "integration", needsDatabase: true, run: (context) => runVitest(context, "integration") },
  { name: "build", needsDatabase: false, run: build },
  { name: "e2e", needsDatabase: true, run: runPlaywright },
];

/** Path of the script behind a package's command; `npx` would put two more processes between us and it. */
function program(name, command = name.split("/").at(-1)) {
  const { resolve } = createRequire(import.meta.url);
  const manifest = join(import.meta.dirname ?? ".", "..", "node_modules", name, "package.json");
  const { bin } = createRequire(import.meta.url)(existsSync(manifest) ? manifest : resolve(`${name}/package.json`));
  return join(dirname(manifest), typeof bin === "string" ? bin : bin[command]);
}
