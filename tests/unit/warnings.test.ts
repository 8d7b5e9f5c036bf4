import { describe, expect, it } from "vitest";
import { fewSeats, findWarnings, warningState } from "@/lib/licensing/warnings";
import { END, id, license, NOW, START } from "@/tests/unit/samples";

const DAY_MS = 86_400_000;
const before = (date: Date, ms: number) => new Date(date.getTime() - ms);

function kinds(members: Parameters<typeof license>[0], used: number, now = NOW): string[] {
  return findWarnings([{ ...license(members), used }], now).map(({ kind }) => kind);
}

describe("few seats left", () => {
  it.each([
    [1, null],
    [2, 1],
    [15, 1],
    [16, 2],
    [25, 2],
    [26, 2],
    [29, 2],
    [30, 3],
    [99, 9],
    [100, 8],
    [112, 8],
    [113, 9],
    [999, 79],
    [1_000, 50],
    [1_019, 50],
    [1_020, 51],
    [10_000_000, 500_000],
  ])("of a limit of %i are %s", (limit, few) => {
    expect(fewSeats(limit)).toBe(few);
    for (const competitive of [false, true]) {
      if (few === null) {
        expect(kinds({ limit, competitive }, limit)).toEqual([]);
      } else {
        expect(kinds({ limit, competitive }, limit - few - 1)).toEqual([]);
        expect(kinds({ limit, competitive }, limit - few)).toEqual(["few_left"]);
        expect(kinds({ limit, competitive }, limit)).toEqual(["few_left"]);
      }
    }
  });

  it.each([
    ["CHAT, which has no seats", { product: "CHAT" }, NOW, []],
    ["EMAIL, which is given to users", { product: "EMAIL" }, NOW, ["few_left"]],
    ["a license that has not started", {}, before(START, 1), []],
    ["a withdrawn license", { withdrawnAt: START }, NOW, []],
    ["an expired license", {}, END, ["expired"]],
  ])("%s", (_, members, now, found) => {
    expect(kinds({ limit: 5, ...members }, 5, now)).toEqual(found);
  });

  it("says how many are left", () => {
    const [warning] = findWarnings([{ ...license({ limit: 16 }), used: 14 }], NOW);
    expect(warning).toEqual({ kind: "few_left", licenseId: id(1), product: "CALL_CENTER", left: 2 });
  });
});

describe("over limit", () => {
  it.each([
    ["in force", {}, NOW, ["over_limit"]],
    ["limit 1", { limit: 1 }, NOW, ["over_limit"]],
    ["not started yet", {}, before(START, 1), ["over_limit"]],
    ["expired: of that alone", {}, END, ["expired"]],
    ["withdrawn", { withdrawnAt: START }, NOW, []],
  ])("%s", (_, members, now, found) => {
    expect(kinds(members, 6, now)).toEqual(found);
  });

  it("says by how many, as seats below none", () => {
    expect(findWarnings([{ ...license(), used: 8 }], NOW)).toMatchObject([{ kind: "over_limit", left: -3 }]);
  });
});

describe("the term", () => {
  it.each([
    ["a millisecond more than 30 days before the end", 30 * DAY_MS + 1, []],
    ["30 days before the end", 30 * DAY_MS, [{ kind: "expiring", days: 30 }]],
    ["29 days and a millisecond before the end", 29 * DAY_MS + 1, [{ kind: "expiring", days: 30 }]],
    ["the last millisecond", 1, [{ kind: "expiring", days: 1 }]],
    ["the end", 0, [{ kind: "expired" }]],
    ["a year later", -365 * DAY_MS, [{ kind: "expired" }]],
  ])("%s", (_, leftMs, found) => {
    expect(findWarnings([{ ...license(), used: 0 }], before(END, leftMs))).toMatchObject(found);
    expect(kinds({ withdrawnAt: START }, 0, before(END, leftMs))).toEqual([]);
  });

  it("CHAT ends as every other product", () => {
    expect(kinds({ product: "CHAT" }, 0, before(END, DAY_MS))).toEqual(["expiring"]);
  });

  it("a short license is not about to end before it has started", () => {
    expect(kinds({ notAfter: new Date(START.getTime() + DAY_MS) }, 0, before(START, 1))).toEqual([]);
  });
});

describe("all warnings together", () => {
  const soon = before(END, DAY_MS);
  const all = [
    { ...license({ id: id(1) }), used: 5 },
    { ...license({ id: id(2), notAfter: START }), used: 0 },
    { ...license({ id: id(3), notAfter: new Date("2099-01-01") }), used: 9 },
  ];

  it("come by kind, the worst first, and one license may have several", () => {
    expect(findWarnings(all, soon).map(({ kind, licenseId }) => [kind, licenseId])).toEqual([
      ["expired", id(2)],
      ["over_limit", id(3)],
      ["expiring", id(1)],
      ["few_left", id(1)],
    ]);
  });

  it("keep their fingerprint in another order, as days run down and as seats go", () => {
    const { fingerprint } = warningState(all, soon, null);
    expect(warningState(all.toReversed(), before(END, 2 * DAY_MS), null).fingerprint).toBe(fingerprint);
    const fewer = all.map((each) => ({ ...each, used: each.id === id(1) ? 4 : each.used }));
    expect(warningState(fewer, soon, null).fingerprint).toBe(fingerprint);
  });

  it("are hidden until one comes or goes", () => {
    const { fingerprint, isHidden } = warningState(all, soon, null);
    expect(isHidden).toBe(false);
    expect(warningState(all, soon, fingerprint).isHidden).toBe(true);
    expect(warningState(all.slice(1), soon, fingerprint).isHidden).toBe(false);
    const more = [...all, { ...license({ id: id(4), notAfter: START }), used: 0 }];
    expect(warningState(more, soon, fingerprint).isHidden).toBe(false);
  });
});
