import { spawn } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} Script what a client of a database does again and again
 * @property {Record<string, [number, number]>} draws names of numbers and what they are drawn from, anew for each turn
 * @property {{ text: string, keeps?: true }[]} statements with `:name` for a number, and no colon before a letter otherwise; one that `keeps` answers one row, whose
 *   columns are names for the statements behind it
 */

/** The generator that writes are held against: pgbench where there is one, else clients of our own over the same driver. */
export const REFERENCE = findPgbench() ?? "postgres.js";
export const REFERENCE_NAME = REFERENCE === "postgres.js" ? REFERENCE : "pgbench";

/** Debian keeps programs of each version in a folder of their own; the embedded PostgreSQL comes without pgbench. */
function findPgbench() {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).toSorted().toReversed() : [];
  const folders = [
    process.env.PG_BIN_DIR,
    ...(process.env.PATH ?? "").split(delimiter),
    ...versions.map((version) => join(debian, version, "bin")),
  ];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, "pgbench"))
    .find(existsSync);
}

/**
 * Runs a script with so many clients, each waiting for its answer before it goes on.
 *
 * @param {{ scratch: string }} context
 * @param {string} url of the database
 * @param {Script} script
 * @param {{ clients: number, seconds: number, driver?: true }} effort `driver`: over the product's driver in any case
 * @returns {Promise<number>} turns a second
 * @throws when a statement fails
 */
export async function runReference({ scratch }, url, script, { driver, ...effort }) {
  const isOwn = driver || REFERENCE === "postgres.js";
  const output = await (isOwn ? runOwn(url, script, effort) : runPgbench(scratch, url, script, effort));
  const [, rate] = /^tps = ([\d.]+)/m.exec(output) ?? [];
  if (rate === undefined || /aborted|ERROR/.test(output)) throw new Error(`${REFERENCE} failed.\n${output}`);
  return Number(rate);
}

function runPgbench(scratch, url, { draws, statements }, { clients, seconds }) {
  const file = join(scratch, "pgbench.sql");
  const drawn = Object.entries(draws).map(([name, [from, till]]) => `\\set ${name} random(${from}, ${till})\n`);
  const sent = statements.map(({ text, keeps }) => `${text.trim()}${keeps ? " \\gset" : ";"}\n`);
  writeFileSync(file, [...drawn, ...sent].join(""));
  const { hostname, port, username, password, pathname } = new URL(url);
  const options = ["-n", "-M", "prepared", "-c", clients, "-j", Math.min(2, clients), "-T", seconds, "-f", file];
  const env = {
    ...process.env,
    PGHOST: hostname,
    PGPORT: port || "5432",
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGOPTIONS: "-c client_min_messages=error",
  };
  return said(spawn(REFERENCE, [...options.map(String), decodeURIComponent(pathname.slice(1))], { env }));
}

function runOwn(url, script, effort) {
  const program = fileURLToPath(new URL("reference-clients.mjs", import.meta.url));
  return said(spawn(process.execPath, [program, url, JSON.stringify({ ...script, ...effort })]));
}

async function said(child) {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  return output;
}
