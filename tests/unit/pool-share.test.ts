import { describe, expect, it } from "vitest";
import { poolShare } from "@/scripts/pool-share.mjs";

/** What the embedded database lets in: 60, of which 3 are kept for superusers. */
const EMBEDDED = 57;

/** Each process opens these besides its pool. */
const LISTS = 2;

describe("the connections of several processes", () => {
  it.each([
    [2, 10],
    [4, 10],
    [5, 8],
    [8, 4],
    [17, 1],
  ])("of %i processes are %i for each", (workers, size) => {
    expect(poolShare(workers, EMBEDDED, undefined)).toBe(size);
  });

  it("stay below what the database lets in, however many processes there are", () => {
    for (let workers = 2; workers <= 17; workers++) {
      expect(workers * (poolShare(workers, EMBEDDED, undefined) + LISTS)).toBeLessThanOrEqual(EMBEDDED - 5);
    }
  });

  it("are those that the operator gave, for each process", () => {
    expect(poolShare(2, 97, "30")).toBe(30);
  });

  it.each([
    [18, undefined],
    [2, "40"],
  ])("are refused when there are not enough: %i processes, %s given", (workers, given) => {
    expect(() => poolShare(workers, EMBEDDED, given)).toThrow(/lets in 57.*Start fewer workers/);
  });
});
