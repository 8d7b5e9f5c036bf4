import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { PlainError } from "./plain-error.mjs";

/** The one role, a superuser of its own cluster, and the one database. */
export const NAME = "seatwise";

/**
 * Where everything of the embedded database lies.
 *
 * @param {string} dataDir
 */
export function clusterPaths(dataDir) {
  const home = join(resolve(dataDir), "postgres");
  const [cluster, password, log, lock] = ["cluster", "password", "log", "lock"].map((name) => join(home, name));
  return { home, cluster, password, log, lock, pidFile: join(cluster, "postmaster.pid") };
}

/**
 * Whether a start has made the database of a data folder.
 *
 * @param {string} dataDir
 */
export function hasCluster(dataDir) {
  return existsSync(join(clusterPaths(dataDir).cluster, "PG_VERSION"));
}

/**
 * Variables for PostgreSQL's programs. Nothing of ours goes in, secrets least of all, and no PGDATA or PGPORT of a
 * database that the operator has besides.
 */
export function postgresEnvironment() {
  const keep = ["PATH", "LD_LIBRARY_PATH", "SystemRoot", "TEMP", "TMP"];
  const kept = keep.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]);
  return { ...Object.fromEntries(kept), LC_ALL: "C", TZ: "UTC" };
}

/**
 * Makes the cluster when there is none. It is made beside its place and moved there when complete, so that a start that
 * was killed on the way leaves nothing that looks like a database.
 *
 * @param {import("./postgres-binaries.mjs").PostgresBinaries} binaries
 * @param {import("./postgres-account.mjs").Account} account
 * @param {ReturnType<typeof clusterPaths>} paths its `home` exists and is locked by us
 * @returns {Promise<string>} the password
 * @throws {PlainError} when the cluster is of another major version, its password is lost, or it cannot be made
 */
export async function ensureCluster(binaries, account, paths) {
  if (existsSync(join(paths.cluster, "PG_VERSION"))) {
    checkVersion(binaries, paths.cluster);
    if (existsSync(paths.password)) return readFileSync(paths.password, "utf8").trim();
    throw new PlainError(
      `${paths.password} is missing, and with it the way into the database. Put it back from a copy.`,
    );
  }
  if (existsSync(paths.cluster)) {
    throw new PlainError(
      `${paths.cluster} holds no PostgreSQL database. Move it away, or set DATA_DIR to another folder.`,
    );
  }
  for (const name of readdirSync(paths.home)) {
    if (name.startsWith("cluster.new-")) rmSync(join(paths.home, name), { recursive: true });
  }
  const password = randomBytes(24).toString("base64url");
  keepPassword(paths, password);
  await makeCluster(binaries, account, paths);
  return password;
}

function checkVersion(binaries, cluster) {
  const made = readFileSync(join(cluster, "PG_VERSION"), "utf8").trim();
  if (made === String(binaries.major)) return;
  throw new PlainError(
    `The database in ${cluster} was made by PostgreSQL ${made}, and the programs found are PostgreSQL ${binaries.major}. ` +
      `Set PG_BIN_DIR to the folder of PostgreSQL ${made}'s programs, or set DATA_DIR to another folder to begin afresh.`,
  );
}

function keepPassword(paths, password) {
  const draft = `${paths.password}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${password}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  // initdb reads the file under its own account.
  const { uid, gid } = statSync(paths.home);
  if (process.getuid?.() === 0) chownSync(draft, uid, gid);
  renameSync(draft, paths.password);
}

async function makeCluster(binaries, account, paths) {
  const draft = `${paths.cluster}.new-${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  const { uid, gid } = statSync(paths.home);
  if (process.getuid?.() === 0) chownSync(draft, uid, gid);
  let complaint = "";
  for (const locale of localeChoices(binaries.major)) {
    complaint = await runInitdb(binaries, account, paths, [...locale, "-D", draft]);
    if (complaint === "") return renameSync(draft, paths.cluster);
  }
  rmSync(draft, { recursive: true, force: true });
  throw new PlainError(`The database could not be made in ${paths.home}: ${complaint}`);
}

/** Order by code point and letters of all of Unicode: the same in every version. Not every system has C.UTF-8 itself. */
function localeChoices(major) {
  const provider = major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : [];
  return [
    [...provider, "--locale=C.UTF-8"],
    [...provider, "--locale=C"],
  ];
}

/** Resolves to an empty text when it worked, else to what initdb complained about. */
function runInitdb(binaries, account, paths, more) {
  const options = [`--username=${NAME}`, `--pwfile=${paths.password}`, "--auth=scram-sha-256", "--encoding=UTF8"];
  const [command, ...args] = [...account.prefix, binaries.initdb, ...options, "--data-checksums", ...more];
  return new Promise((done) => {
    const stdio = ["ignore", "ignore", "pipe"];
    const child = spawn(command, args, { ...account.identity, cwd: paths.home, env: postgresEnvironment(), stdio });
    let complaint = "";
    child.stderr.setEncoding("utf8").on("data", (text) => (complaint += text));
    child.on("error", (error) => done(error.message));
    child.on("close", (code, signal) =>
      done(code === 0 ? "" : complaint.trim() || `initdb ended with ${code ?? signal}.`),
    );
  });
}
