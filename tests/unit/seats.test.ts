import { describe, expect, it } from "vitest";
import { isFull, isOverLimit, refuseGrant, remaining } from "@/lib/licensing/seats";
import { END, license, NOW, START } from "@/tests/unit/samples";

describe("counting seats", () => {
  it.each([
    [1, 0, { remain: 1, full: false, over: false }],
    [1, 1, { remain: 0, full: true, over: false }],
    [5, 4, { remain: 1, full: false, over: false }],
    [5, 5, { remain: 0, full: true, over: false }],
    [5, 6, { remain: -1, full: true, over: true }],
  ])("limit %i with %i used", (limit, used, { remain, full, over }) => {
    const subject = license({ limit });
    expect(remaining(subject, used)).toBe(remain);
    expect(isFull(subject, used)).toBe(full);
    expect(isOverLimit(subject, used)).toBe(over);
  });
});

describe("refuseGrant", () => {
  const lastSecond = new Date(END.getTime() - 1000);
  const chat = { product: "CHAT" };

  it.each([
    ["a grant in the last second of the term", license(), 0, lastSecond],
    ["a grant in the first millisecond of the term", license(), 0, START],
    ["the only seat of limit 1", license({ limit: 1 }), 0, NOW],
    ["the last free seat", license(), 4, NOW],
    ["a grant of a full concurrent license", license({ competitive: true }), 5, NOW],
    ["a grant of a product that nobody knows", license({ product: "TELEPATHY" }), 0, NOW],
    ["a grant of EMAIL", license({ product: "EMAIL" }), 0, NOW],
  ])("%s is accepted", (_, subject, used, now) => {
    expect(refuseGrant(subject, used, now)).toBeNull();
  });

  it.each([
    ["seats_exhausted", "the second grant of limit 1", license({ limit: 1 }), 1, NOW],
    ["seats_exhausted", "a grant at the limit", license(), 5, NOW],
    ["seats_exhausted", "a grant after the limit was lowered below used", license({ limit: 2 }), 4, NOW],
    ["license_expired", "a grant at the very end of the term", license(), 0, END],
    ["license_not_started", "a grant before the term", license(), 0, new Date(START.getTime() - 1)],
    ["license_withdrawn", "a grant of a withdrawn license", license({ withdrawnAt: START }), 0, NOW],
    ["not_personal", "CHAT to a person", license(chat), 0, NOW],
    ["not_personal", "CHAT to a person, even when it is full", license(chat), 5, NOW],
    ["license_expired", "expired CHAT: the term is asked first", license(chat), 0, END],
    ["license_expired", "expired and full: the term is asked first", license(), 5, END],
    ["license_expired", "a grant of an expired concurrent license", license({ competitive: true }), 0, END],
  ])("%s refuses %s", (code, _, subject, used, now) => {
    expect(refuseGrant(subject, used, now)?.code).toBe(code);
  });

  it("an exhausted license is refused with its product and its limit", () => {
    expect(refuseGrant(license(), 5, NOW)?.params).toEqual({ product: "CALL_CENTER", limit: 5 });
  });
});
