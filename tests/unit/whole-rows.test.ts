import { expect, it } from "vitest";
import { wholeRows } from "@/db/whole-rows";

it("rows come without the holes that a broken connection left before them", () => {
  const torn: string[] = [];
  torn[2] = "first";
  torn[3] = "second";
  expect(wholeRows(torn)).toEqual(["first", "second"]);
  expect(wholeRows([])).toEqual([]);
  const whole = ["first", "second"];
  expect(wholeRows(whole)).toBe(whole);
});
