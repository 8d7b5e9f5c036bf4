import { describe, expect, it } from "vitest";
import { channelCapacity } from "@/lib/licensing/capacity";
import type { License } from "@/lib/licensing/license";
import { END, id, license, NOW, START } from "@/tests/unit/samples";

const PAST = new Date("2026-03-01T00:00:00Z");

function chat(n: number, limit: number, members: Partial<License> = {}): License {
  return license({ id: id(n), product: "CHAT", limit, ...members });
}

describe("channelCapacity", () => {
  it("is 0 without a license", () => {
    expect(channelCapacity("CHAT", [], NOW)).toEqual({ limit: 0, by: null, ignored: [] });
  });

  it("is the largest limit, never the sum, and says which licenses do not count", () => {
    expect(channelCapacity("CHAT", [chat(1, 2), chat(2, 3), chat(3, 3, { notAfter: PAST })], NOW)).toEqual({
      limit: 3,
      by: id(2),
      ignored: [
        { id: id(1), why: "not_summed" },
        { id: id(3), why: "expired" },
      ],
    });
  });

  it("passes over licenses of other products", () => {
    const email = license({ id: id(2), product: "EMAIL", limit: 50 });
    expect(channelCapacity("CHAT", [chat(1, 2), email], NOW)).toEqual({ limit: 2, by: id(1), ignored: [] });
    expect(channelCapacity("EMAIL", [chat(1, 2), email], NOW)).toEqual({ limit: 50, by: id(2), ignored: [] });
  });

  it.each([
    ["expired", chat(1, 9, { notAfter: PAST })],
    ["not_started", chat(1, 9, { notBefore: END, notAfter: new Date("2028-01-01") })],
    ["withdrawn", chat(1, 9, { withdrawnAt: START })],
  ] as const)("a license that is %s counts for nothing", (why, subject) => {
    expect(channelCapacity("CHAT", [subject], NOW)).toEqual({ limit: 0, by: null, ignored: [{ id: id(1), why }] });
  });

  it("of equal limits the license that ends last counts, then the smaller id, in any order", () => {
    const licenses = [chat(3, 2), chat(2, 2), chat(1, 2, { notAfter: new Date("2026-12-01") })];
    expect(channelCapacity("CHAT", licenses, NOW).by).toBe(id(2));
    expect(channelCapacity("CHAT", licenses.toReversed(), NOW).by).toBe(id(2));
  });

  it("holds to the last millisecond of the term", () => {
    expect(channelCapacity("CHAT", [chat(1, 2)], new Date(END.getTime() - 1)).limit).toBe(2);
    expect(channelCapacity("CHAT", [chat(1, 2)], END).limit).toBe(0);
  });
});
