import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { readOptions } from "@/scripts/start-options.mjs";

function read(...argv: string[]) {
  const faults: (string | null)[] = [];
  return { ...readOptions(argv, (fault) => faults.push(fault)), faults };
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

  it("refuse what they do not know, naming it", () => {
    const { faults } = read("--worker", "2");
    expect(faults).toHaveLength(2);
    expect(faults[0]).toContain('leave out "--worker"');
  });
});
