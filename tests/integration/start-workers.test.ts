import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { pauseAfter } from "@/scripts/workers.mjs";

const SCRATCH = process.env.TEST_SCRATCH ?? tmpdir();
const LISTEN = `require("node:http").createServer().listen(0, "127.0.0.1", () => { AFTER });`;

/**
 * Starts three processes of the given program, as `npm start -- --workers 3` would, and ends them after a while, or when
 * so many sentences about them were said. Answers what was said, line by line, and how many processes there were.
 */
async function run(program: string, milliseconds: number, sentences = 1_000) {
  const folder = mkdtempSync(join(SCRATCH, "workers-"));
  const [file, driver] = ["program.cjs", "driver.mjs"].map((name) => join(folder, name));
  const workers = resolve("scripts/workers.mjs");
  writeFileSync(`${file}`, `process.on("message", () => process.exit(0));\n${program}`);
  writeFileSync(
    `${driver}`,
    `import cluster from "node:cluster";
    import { startWorkers } from ${JSON.stringify(workers)};
    let made = 0;
    cluster.on("fork", () => made++);
    const ending = new AbortController();
    setTimeout(() => ending.abort(), ${milliseconds}).unref();
    const program = ${JSON.stringify(file)};
    let times = [];
    const say = (sentence) => {
      console.log(sentence);
      if (times.push(performance.now()) >= ${sentences}) ending.abort();
    };
    try {
      const { close } = await startWorkers({ count: 3, signal: ending.signal, program, say });
      console.log("serving");
      const kept = setInterval(() => {}, 1_000);
      await new Promise((resolve) => (ending.signal.aborted ? resolve() : ending.signal.addEventListener("abort", resolve)));
      clearInterval(kept);
      await close();
      console.log("closed after " + Math.round(times.at(-1) - times[0] || 0));
    } catch (error) {
      console.log("refused: " + error.message);
    }
    console.log("made " + made + ", left " + Object.keys(cluster.workers).length);`,
  );
  const child = spawn(process.execPath, [`${driver}`], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (said += text));
  await once(child, "close");
  return said.trim().split("\n");
}

describe("several processes", () => {
  it("serve until they are told to end, and leave nothing", async () => {
    expect(await run(LISTEN.replace("AFTER", ""), 5_000)).toEqual(["serving", "closed after 0", "made 3, left 0"]);
  });

  it("that all fail at the start end it with the reason, said once", async () => {
    const said = await run(`process.send({ fault: "There is no room." }, () => process.exit(1));`, 20_000);
    expect(said).toEqual(["refused: There is no room.", "made 3, left 0"]);
  });

  it("that end without a word end the start with what is known", async () => {
    const [first, second] = await run("process.exit(7);", 20_000);
    expect(first).toMatch(/^refused: Process \d+ ended with 7\.$/);
    expect(second).toBe("made 3, left 0");
  });

  it("that end again and again are replaced with a growing pause", async () => {
    const said = await run(LISTEN.replace("AFTER", "setTimeout(() => process.exit(3), 100)"), 25_000, 7);
    const sentence = /^A worker process is gone: Process \d+ ended with 3\. Another takes its place in (.*) s\.$/;
    const pauses = said.flatMap((line) => sentence.exec(line)?.[1] ?? []);
    expect(pauses).toHaveLength(7);
    // Each of the three waits each of the pauses once, so that one of them has waited 0.25 s and 0.5 s at least.
    const times = (pause: string) => pauses.filter((each) => each === pause).length;
    expect(times("0.25")).toBeGreaterThan(0);
    expect(pauses.filter((pause) => times(pause) > 3)).toEqual([]);
    const [, elapsed] = /^closed after (\d+)$/.exec(said.at(-2) ?? "") ?? [];
    expect(Number(elapsed)).toBeGreaterThan(740);
    expect(said).toContain("serving");
    expect(said.at(-1)).toMatch(/left 0$/);
  });

  it("wait at most half a minute before they are replaced", () => {
    expect([1, 2, 3, 7, 8, 9, 100, 5_000].map(pauseAfter)).toEqual([
      250, 500, 1_000, 16_000, 30_000, 30_000, 30_000, 30_000,
    ]);
  });
});
