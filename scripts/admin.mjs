import { spawn } from "node:child_process";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { faultOfAddress } from "./database-address.mjs";
import { dataDirOf, readEnvironment } from "./environment.mjs";
import { describeError, PlainError } from "./plain-error.mjs";
import { hasCluster } from "./postgres-cluster.mjs";

/**
 * `npm run admin -- …`: finds the database and runs the command on it. The words are checked before anything is started.
 * DATABASE_URL is used as it is; the embedded database is that of the running server, or started for the command alone. None
 * is made for a backup or to verify the audit list: of a new one that would say nothing.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const args = process.argv.slice(2);
const OF_WHAT_IS_THERE = ["backup", "audit verify"];
let child;
let interruptedBy = null;

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(name, () => {
    interruptedBy ??= name;
    child?.kill(name);
  });
}

try {
  const kind = await commandKind();
  process.exitCode = kind === null ? await runCommand() : await withDatabase(kind, runCommand);
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}

/** Null for a call for help and for words that are no command: the command itself answers those, without a database. */
async function commandKind() {
  const { tsImport } = await import("tsx/esm/api").catch(() => {
    throw new PlainError("The packages are not installed yet: run npm install, or npm start once.");
  });
  const { parseCommand } = await tsImport("./admin-arguments.ts", import.meta.url);
  try {
    const { kind } = parseCommand(args);
    return kind === "help" ? null : kind;
  } catch {
    return null;
  }
}

async function withDatabase(kind, work) {
  const given = process.env.DATABASE_URL?.trim();
  if (given) return work(checkedUrl(given));
  if (OF_WHAT_IS_THERE.includes(kind)) refuseNoDatabase(dataDirOf(process.env));
  const { dataDir } = readEnvironment([], process.env);
  const { refuseHalfMade } = await import("./first-start.mjs");
  refuseHalfMade(dataDir);
  const { runningPostgresUrl, startPostgres } = await import("./postgres-server.mjs");
  const running = runningPostgresUrl(dataDir);
  if (running !== null) return work(running);
  if (!hasCluster(dataDir)) {
    console.error(`DATABASE_URL is not set, and there is no database in ${dataDir} yet: a new one is made there.`);
  }
  const database = await startPostgres({ dataDir });
  try {
    const { migrate } = await import("./migrate.mjs");
    await migrate(database.url);
    return await work(database.url);
  } finally {
    await database.stop();
  }
}

function refuseNoDatabase(dataDir) {
  if (hasCluster(dataDir)) return;
  throw new PlainError(
    `There is no database to work on: DATABASE_URL is not set, and ${dataDir} holds no embedded database. Set DATABASE_URL as ` +
      "the service has it, for example by: set -a; . /etc/seatwise.env; set +a. Or set DATA_DIR to the data folder of npm start.",
  );
}

function checkedUrl(text) {
  const fault = faultOfAddress(text);
  if (fault) throw new PlainError(fault);
  return text;
}

/** The exit code of the command; as a shell counts it when a signal ended it. */
function runCommand(databaseUrl) {
  if (interruptedBy !== null) return 128 + constants.signals[interruptedBy];
  // A command says what happened by itself, once and in a sentence.
  const env = { ...process.env, LOG_LEVEL: "silent", ...(databaseUrl && { DATABASE_URL: databaseUrl }) };
  const words = ["--import", "tsx", join("scripts", "admin.ts"), ...args];
  child = spawn(process.execPath, words, { cwd: root, env, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
