import { describe, expect, it } from "vitest";
import { poolShare } from "@/scripts/pool-share.mjs";

/** What the embedded database lets in: 120, of which 3 are kept for superusers. */
const EMBEDDED = 117;

/** Each process has two pools, and opens these besides each of them. */
const [POOLS, LISTS] = [2, 2];

describe("the connections of several processes", () => {
  it.each([
    [2, 10],
    [4, 10],
    [5, 9],
    [8, 5],
    [18, 1],
  ])("of %i processes are %i for each pool", (workers, size) => {
    expect(poolShare(workers, EMBEDDED, undefined)).toBe(size);
  });

  it("stay below what the database lets in, however many processes there are", () => {
    for (let workers = 2; workers <= 18; workers++) {
      const connections = workers * POOLS * (poolShare(workers, EMBEDDED, undefined) + LISTS);
      expect(connections).toBeLessThanOrEqual(EMBEDDED - 5);
    }
  });

  it("are those that the operator gave, for each process", () => {
    expect(poolShare(2, 157, "30")).toBe(30);
  });

  it.each([
    [19, undefined],
    [2, "40"],
  ])("are refused when there are not enough: %i processes, %s given", (workers, given) => {
    expect(() => poolShare(workers, EMBEDDED, given)).toThrow(/lets in 117.*Start fewer workers/);
  });
});
