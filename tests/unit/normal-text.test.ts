import { describe, expect, it } from "vitest";
import { foldedText, normalText } from "@/lib/normal-text";

describe("text as it is kept", () => {
  it.each([
    [" Ann  Lee\t", "Ann  Lee"],
    ["e\u0301", "\u00e9"],
    ["\u1100\u1161\u11a8", "\uac01"],
    ["", ""],
  ])("%j is %j", (typed, kept) => {
    expect(normalText(typed)).toBe(kept);
  });

  it("is composed where it may still fit, and only trimmed where it is too long for anything", () => {
    expect(normalText("e\u0301".repeat(500))).toBe("\u00e9".repeat(500));
    const marks = `a${"\u0301".repeat(30_000)}${"\u0323".repeat(30_000)}`;
    expect(normalText(` ${marks} `)).toBe(marks);
  });
});

describe("text that is compared without regard to case", () => {
  it.each([
    ["Ann@Acme.Example", "ann@acme.example"],
    ["T\u0308om", "\u1e97om"],
    ["J\u030con", "\u01f0on"],
  ])("%j is %j, also when it is folded again", (typed, kept) => {
    expect(foldedText(typed)).toBe(kept);
    expect(foldedText(kept)).toBe(kept);
  });
});
