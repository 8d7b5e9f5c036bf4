import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, it } from "vitest";

/** The chores of a process beside a database that does not answer, for as long as each frequent one takes to come twice. */
const PROGRAM = `
  const { startChores } = await import(${JSON.stringify(resolve("instrumentation-node.ts"))});
  const { noteEnding } = await import(${JSON.stringify(resolve("scripts/server/last-acts.mjs"))});
  startChores();
  if (process.argv.includes("ending")) noteEnding();
  setTimeout(() => process.exit(), 2_500);`;

it.each([
  [[], true],
  [["ending"], false],
])("the chores of a process told %j speak of a database that is away: %s", { timeout: 60_000 }, (words, isSaid) => {
  const env = { ...process.env, DATABASE_URL: "postgres://seatwise:secret@127.0.0.1:1/seatwise", LOG_LEVEL: "info" };
  const args = ["--import", "tsx", "--input-type=module", "-e", PROGRAM, ...words];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  expect(stdout.includes("a chore fails")).toBe(isSaid);
  expect(stdout === "").toBe(!isSaid);
});
