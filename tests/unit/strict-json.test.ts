import { describe, expect, it } from "vitest";
import { pathText, readStrictJson } from "@/lib/licensing/strict-json";

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

describe("readStrictJson", () => {
  it.each([
    '{"a":{"a":1},"b":[{"a":1},{"a":2}]}',
    '{"a":"\\"a\\":1,{[","b":"}\\\\","c":"a"}',
    '[{"a":1},{"a":1}]',
    '{"":1," ":2}',
    '["a","a",{"x":["x","x"]}]',
    '"a"',
    " [ ] ",
    nested(32),
  ])("finds no fault in %s", (text) => {
    expect(readStrictJson(text)).toEqual({ value: JSON.parse(text), faults: [], oddNumbers: [] });
  });

  it("finds where a number is not spelled as a plain whole number", () => {
    const text = '{"a":[1,1.0,-1,{"b":1e2}],"c":-0,"d":0,"e":"1.5","1.5":2E-3,"f":10e-0}';
    expect(readStrictJson(text)?.oddNumbers).toEqual(["a[1]", "a[3].b", "c", '["1.5"]', "f"]);
  });

  it.each([
    ["at the top", '{"a":1,"a":1}', "a"],
    ["after an object", '{"a":{"b":1},"a":1}', "a"],
    ["after a list", '{"a":[1,{"c":2},3],"a":1}', "a"],
    ["spelled with an escape", '{"limit":1,"l\\u0069mit":2}', "limit"],
    ["that is empty", '{"":1,"":2}', '[""]'],
    ["named like a member of every object", '{"__proto__":1,"__proto__":2}', "__proto__"],
    ["behind quotes in a text", '{"a":"\\\\","b":"\\"","a":1}', "a"],
    ["in a list", '{"licenses":[{},{"limit":1,"limit":2}]}', "licenses[1].limit"],
    ["deep inside", '[[{"x":[0,0,{"y":{"z":1,"z":1}}]}]]', "[0][0].x[2].y.z"],
  ])("finds a key %s that stands twice", (_, text, path) => {
    expect(readStrictJson(text)?.faults).toEqual([`${path}: stands there more than once`]);
  });

  it("names every repetition", () => {
    expect(readStrictJson('{"a":1,"a":2,"b":{"c":1,"c":2}}')?.faults).toHaveLength(2);
  });

  it.each([33, 100_000])("refuses nesting of %i levels", (depth) => {
    expect(readStrictJson(nested(depth))?.faults).toEqual(["payload: must not be nested deeper than 32"]);
  });

  it("tells what it found before the nesting was too deep", () => {
    expect(readStrictJson(`{"a":1.5,"a":2,"b":${nested(32)}}`)).toMatchObject({
      faults: ["a: stands there more than once", "payload: must not be nested deeper than 32"],
      oddNumbers: ["a"],
    });
  });

  it.each(["", " ", "{", "{'a':1}", '{"a":1,}', "[1 2]", "NaN", "\uFEFF{}", '"\u0000"', "{} {}", "nested"])(
    "knows that %j is not JSON",
    (text) => {
      expect(readStrictJson(text)).toBeNull();
    },
  );
});

describe("pathText", () => {
  it("quotes a step that is no plain name, so that it cannot forge another path", () => {
    expect(pathText(["a", 0, "b.c\n"])).toBe('a[0]["b.c\\n"]');
    expect(pathText([])).toBe("payload");
  });

  it("shows a plain name of up to 64 letters, and of another the first 64", () => {
    expect(pathText(["a".repeat(64)])).toBe("a".repeat(64));
    expect(pathText(["a".repeat(65)])).toBe(`["${"a".repeat(64)}"]`);
  });
});
