import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { comesTrue } from "@/tests/support/processes";

const ENDLESS = `
  const { writeWholeFile } = await import("./scripts/backup/write-file.ts");
  const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
  async function* content() {
    for (;;) {
      yield Buffer.alloc(1_000);
      await pause();
    }
  }
  await writeWholeFile(process.env.TARGET, content());`;

it.each(["SIGINT", "SIGTERM"] as const)("a backup that %s ends leaves nothing behind", async (signal) => {
  const folder = mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "interrupted-"));
  const args = ["--import", "tsx", "--input-type=module", "--eval", ENDLESS];
  const env = { ...process.env, TARGET: join(folder, "new.backup") };
  const child = spawn(process.execPath, args, { env, stdio: "inherit" });
  const ended = once(child, "exit");
  await comesTrue(() => readdirSync(folder).length === 1);
  child.kill(signal);
  expect(await ended).toEqual([null, signal]);
  expect(readdirSync(folder)).toEqual([]);
});
