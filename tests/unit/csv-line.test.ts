import { describe, expect, it } from "vitest";
import { csvLine } from "@/lib/csv-line";

describe("a line of CSV", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"])(
    "holds no formula: %j",
    (cell) => {
      expect(csvLine(["first", cell])).toMatch(/^first,"?'/);
    },
  );

  it("leaves a number what it is", () => {
    expect(csvLine(["seats", -3, 0])).toBe("seats,-3,0\r\n");
  });

  it("quotes what would end a cell, and leaves the rest alone", () => {
    expect(csvLine(["a b", 'say "hi"', "a,b", "a;b", "one\ntwo", "one\rtwo", "O'Neill", "1=1"])).toBe(
      'a b,"say ""hi""","a,b","a;b","one\ntwo","one\rtwo",O\'Neill,1=1\r\n',
    );
  });
});
