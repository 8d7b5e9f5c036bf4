import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";

const ROOT = new URL("../..", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "admin-database-"));

afterAll(() => rmSync(folder, { recursive: true }));

it.each([[["audit", "verify"]], [["backup", join(folder, "nothing.backup")]]])(
  "%j without a database is refused in a sentence, and makes none",
  { timeout: 60_000 },
  (args) => {
    const { DATABASE_URL: _url, ...env } = process.env;
    const dataDir = join(folder, "data");
    const words = ["scripts/admin.mjs", ...args];
    const done = spawnSync(process.execPath, words, {
      cwd: ROOT,
      env: { ...env, DATA_DIR: dataDir },
      encoding: "utf8",
    });
    expect(done).toMatchObject({ status: 1, stdout: "" });
    expect(done.stderr).toMatch(
      /^There is no database [^\n]*DATABASE_URL[^\n]*set -a; \. \/etc\/seatwise\.env[^\n]*DATA_DIR[^\n]*\n$/,
    );
    expect(existsSync(dataDir)).toBe(false);
    expect(existsSync(join(folder, "nothing.backup"))).toBe(false);
  },
);

it("a command that makes an embedded database says so", { timeout: 120_000 }, () => {
  const { DATABASE_URL: _url, ...env } = process.env;
  const dataDir = join(folder, "new");
  const done = spawnSync(process.execPath, ["scripts/admin.mjs", "role", "list"], {
    cwd: ROOT,
    env: { ...env, DATA_DIR: dataDir },
    encoding: "utf8",
  });
  expect(done).toMatchObject({ status: 0, stdout: expect.stringContaining("sysadmin") });
  expect(done.stderr).toBe(
    `DATABASE_URL is not set, and there is no database in ${dataDir} yet: a new one is made there.\n`,
  );
});

it.each([[["role", "list"]], [["backup", join(folder, "nothing.backup")]]])(
  "%j where no database answers says at which address, and nothing else",
  { timeout: 60_000 },
  (args) => {
    const env = { ...process.env, DATABASE_URL: "postgres://seatwise:secret@127.0.0.1:1/seatwise" };
    const done = spawnSync(process.execPath, ["scripts/admin.mjs", ...args], { cwd: ROOT, env, encoding: "utf8" });
    expect(done).toMatchObject({
      status: 1,
      stdout: "",
      stderr: "No database answers at 127.0.0.1:1. Start it, or correct DATABASE_URL.\n",
    });
  },
);
