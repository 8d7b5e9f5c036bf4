import { expect, it } from "vitest";
import { cappedTotal, isDeepPage, lastPageOf, pageToShow } from "@/lib/list-request";

it.each([
  [0, 1],
  [1, 1],
  [10, 1],
  [11, 2],
])("of %i rows the last page of ten is %i", (count, last) => {
  expect(lastPageOf({ count, more: false }, 10)).toBe(last);
});

it.each([
  ["one of the pages", false, 25, 2, 10, 2],
  ["one behind the last", false, 25, 9, 0, 3],
  ["one behind the last, though rows came while they were counted", false, 25, 9, 5, 3],
  ["one behind those that are counted, with rows", true, 10_000, 1_005, 10, 1_005],
  ["one behind those that are counted, without rows", true, 10_000, 5_000, 0, 1_000],
])("the page that is shown is, of %s", (_, more, count, page, rows, shown) => {
  expect(pageToShow({ count, more }, { page, size: 10, rows })).toBe(shown);
});

it("a page that ends within 100,000 rows is not deep", () => {
  expect(isDeepPage({ page: 100, size: 1_000 })).toBe(false);
  expect(isDeepPage({ page: 101, size: 1_000 })).toBe(true);
  expect(isDeepPage({ page: 10_001, size: 10 })).toBe(true);
});

it("a total is exact up to 10,000", () => {
  expect(cappedTotal(10_000)).toEqual({ count: 10_000, more: false });
  expect(cappedTotal(10_001)).toEqual({ count: 10_000, more: true });
});
