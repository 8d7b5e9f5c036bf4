import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { asksToBuild, readOptions } from "@/scripts/start-options.mjs";

function read(...argv: string[]) {
  const faults: (string | null)[] = [];
  return { ...readOptions(argv, (fault) => faults.push(fault)), faults };
}

/** The faults of the options as npm hands them on. */
function startByNpm(argv: string[], env: Record<string, string>) {
  const faults: (string | null)[] = [];
  readOptions(argv, (fault) => faults.push(fault), { npm_lifecycle_event: "start", ...env });
  return faults;
}

describe("the options of the start", () => {
  it.each([
    [[], { empty: false, workers: 1 }],
    [["--empty"], { empty: true, workers: 1 }],
    [["--workers", "1"], { empty: false, workers: 1 }],
    [["--workers", "2", "--empty"], { empty: true, workers: 2 }],
    [["--workers=64"], { empty: false, workers: 64 }],
    [["--workers", "auto"], { empty: false, workers: Math.min(availableParallelism(), 64) }],
  ])("%j", (argv, expected) => {
    expect(read(...argv)).toEqual({ ...expected, faults: [] });
  });

  it.each(["0", "-1", "65", "1000", "2.5", "two", "", "AUTO", "--empty"])("refuse --workers %j", (text) => {
    const { faults, workers } = read("--workers", text);
    expect(workers).toBe(1);
    expect(faults).toEqual([
      `--workers is "${text}"; give it a whole number from 1 to 64, or "auto" for one per processor.`,
    ]);
  });

  it("refuse --workers without a number", () => {
    expect(read("--workers").faults).toHaveLength(1);
  });

  it("have --build-only stand alone", () => {
    expect(asksToBuild(["--build-only"])).toBe(true);
    expect(asksToBuild(["--build-only", "--empty"])).toBe(false);
    expect(read("--build-only", "--empty").faults).toEqual([expect.stringContaining('leave out "--build-only"')]);
  });

  it("refuse what they do not know, naming it", () => {
    const { faults } = read("--worker", "2");
    expect(faults).toHaveLength(2);
    expect(faults[0]).toContain('leave out "--worker"');
  });
});

describe("options that npm has kept to itself", () => {
  it.each([
    [["2"], { npm_config_workers: "true" }, "--workers 2"],
    [["auto"], { npm_config_workers: "true" }, "--workers auto"],
    [[], { npm_config_workers: "2" }, "--workers 2"],
    [["2"], {}, "--workers 2"],
    [[], { npm_config_empty: "true" }, "--empty"],
    [["3"], { npm_config_workers: "true", npm_config_empty: "true" }, "--empty --workers 3"],
    [[], { npm_config_build_only: "true" }, "--build-only"],
  ])("%j with %j are told as they are to be written", (argv, env, meant) => {
    expect(startByNpm(argv, env)).toEqual([
      `Options behind npm start need "--" before them, or npm keeps them to itself: write npm start -- ${meant}.`,
    ]);
  });

  it("are none where they stand behind it", () => {
    expect(startByNpm(["--workers", "2", "--empty"], {})).toEqual([]);
  });
});

describe("help", () => {
  const ROOT = new URL("../..", import.meta.url).pathname;
  const run = (...words: string[]) => spawnSync(process.execPath, words, { cwd: ROOT, encoding: "utf8" });

  it.each([
    ["scripts/start.mjs", "--help"],
    ["scripts/admin.mjs", "help"],
    ["scripts/admin.mjs", "--help"],
    ["scripts/certificate.ts", "help"],
    ["scripts/certificate.ts", "--help"],
  ])("%s %s prints the usage and does nothing", { timeout: 60_000 }, (program, word) => {
    const done = program.endsWith(".ts") ? run("--import", "tsx", program, word) : run(program, word);
    expect(done).toMatchObject({ status: 0, stderr: "", stdout: expect.stringMatching(/^Usage: npm /) });
  });

  it("of the start names every setting", () => {
    const { stdout } = run("scripts/start.mjs", "--help");
    const names = [
      "DATABASE_URL",
      "DATA_DIR",
      "HOST",
      "PORT",
      "AUTH_URL",
      "AUTH_SECRET",
      "LICENSE_ISSUERS",
      "TIME_ZONE",
    ];
    const more = [
      "SESSION_IDLE_MINUTES",
      "SESSION_MAX_HOURS",
      "DATABASE_POOL_SIZE",
      "TRUSTED_PROXIES",
      "SETUP_TOKEN",
      "LOG_LEVEL",
    ];
    expect([...names, ...more].filter((name) => !stdout.includes(name))).toEqual([]);
  });
});
