import { describe, expect, it } from "vitest";
import { daysLeft, isInForce, needsAttention, refuseOutsideTerm, termState } from "@/lib/licensing/term";
import { END, license, NOW, START } from "@/tests/unit/samples";

const DAY_MS = 86_400_000;
const before = (date: Date, ms: number) => new Date(date.getTime() - ms);

describe("termState", () => {
  it.each([
    ["the millisecond before the term", before(START, 1), "not_started"],
    ["the first millisecond of the term", START, "in_force"],
    ["the middle of the term", NOW, "in_force"],
    ["the last second of the term", before(END, 1000), "in_force"],
    ["the last millisecond of the term", before(END, 1), "in_force"],
    ["the end itself", END, "expired"],
    ["long after the end", new Date("2099-01-01"), "expired"],
  ])("%s is %s", (_, now, state) => {
    expect(termState(license(), now)).toBe(state);
    expect(isInForce(license(), now)).toBe(state === "in_force");
  });

  it.each([before(START, 1), NOW, END])(
    "a withdrawn license is withdrawn at %s, although the withdrawal is later",
    (now) => {
      expect(termState(license({ withdrawnAt: new Date("2098-01-01") }), now)).toBe("withdrawn");
    },
  );

  it("an invalid date is never in force", () => {
    const never = new Date(Number.NaN);
    expect(isInForce(license(), never)).toBe(false);
    expect(isInForce(license({ notBefore: never }), NOW)).toBe(false);
    expect(isInForce(license({ notAfter: never }), NOW)).toBe(false);
  });
});

describe("daysLeft", () => {
  it.each([
    ["227 days to the millisecond", 227 * DAY_MS, 227],
    ["a millisecond more than 227 days", 227 * DAY_MS + 1, 228],
    ["36 hours", 1.5 * DAY_MS, 2],
    ["one day", DAY_MS, 1],
    ["one second", 1000, 1],
    ["one millisecond: never 0 days while in force", 1, 1],
    ["the end", 0, 0],
    ["ten days past the end", -10 * DAY_MS, 0],
  ])("with %s left", (_, leftMs, days) => {
    expect(daysLeft(license(), before(END, leftMs))).toBe(days);
  });

  it("a withdrawn license has no days left", () => {
    expect(daysLeft(license({ withdrawnAt: NOW }), NOW)).toBe(0);
  });
});

describe("needsAttention", () => {
  it.each([
    ["a millisecond more than 30 days before the end", license(), before(END, 30 * DAY_MS + 1), false],
    ["30 days before the end", license(), before(END, 30 * DAY_MS), true],
    ["in the last millisecond", license(), before(END, 1), true],
    ["after the end", license(), END, false],
    [
      "before the start of a short term",
      license({ notAfter: new Date(START.getTime() + DAY_MS) }),
      before(START, 1),
      false,
    ],
    ["withdrawn", license({ withdrawnAt: START }), before(END, DAY_MS), false],
  ])("%s", (_, subject, now, attention) => {
    expect(needsAttention(subject, now)).toBe(attention);
  });
});

describe("refuseOutsideTerm", () => {
  it("says nothing against a license in force", () => {
    expect(refuseOutsideTerm(license(), NOW)).toBeNull();
  });

  it.each([
    ["license_not_started", license(), before(START, 1), "2026-01-01T00:00:00.000Z"],
    ["license_expired", license(), END, "2027-01-01T00:00:00.000Z"],
    ["license_withdrawn", license({ withdrawnAt: NOW }), END, "2026-06-01T12:00:00.000Z"],
  ])("%s names the product and the date", (code, subject, now, date) => {
    expect(refuseOutsideTerm(subject, now)).toEqual({ code, params: { product: "CALL_CENTER", date } });
  });
});
