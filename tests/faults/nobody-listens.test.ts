import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const SOON_MS = 10_000;

/** Says two things with its last breath, when it is asked to: the second has to wait for the first. */
const PROGRAM = `
  const { log } = await import(${JSON.stringify(resolve("lib/log.ts"))});
  process.stdin.once("data", () => {
    log.error("last words");
    log.error("and what waits behind them");
    process.exit(3);
  });
  console.error("ready");`;

it("a process whose last words nobody reads ends all the same", async () => {
  const args = ["--import", "tsx", "--input-type=module", "-e", PROGRAM];
  const child = spawn(process.execPath, args, { stdio: "pipe" });
  const ended = once(child, "exit", { signal: AbortSignal.timeout(SOON_MS) }).catch(() => [null]);
  await once(child.stderr, "data");
  child.stdout.destroy();
  await once(child.stdout, "close");
  child.stdin.write("speak\n");
  const [code] = await ended;
  child.kill("SIGKILL");
  expect(code).toBe(3);
});
