import { describe, expect, it } from "vitest";
import { readIfMatch } from "@/app/api/if-match";

function read(value?: string): string[] | null {
  return readIfMatch(
    new Request("http://portal.example/", value === undefined ? {} : { headers: { "if-match": value } }),
  );
}

describe("If-Match", () => {
  it("that is not there, or any, asks for no version", () => {
    expect(read()).toBeNull();
    expect(read("*")).toBeNull();
    expect(read(" * ")).toBeNull();
  });

  it.each([
    ['"a"', ["a"]],
    ['"a","b"', ["a", "b"]],
    [' "a" ,\t"b" ', ["a", "b"]],
    [', "a",, ,"b",', ["a", "b"]],
    ['"a,b", "c"', ["a,b", "c"]],
    ['""', [""]],
    ['"W/"', ["W/"]],
    ['"*"', ["*"]],
  ])("%s names the versions %j", (header, tags) => {
    expect(read(header)).toEqual(tags);
  });

  it.each([
    ['W/"a"', []],
    ['W/"a", "b"', ["b"]],
    ['"b", W/"a,c"', ["b"]],
    ['w/"a"', []],
    ["a", []],
    ["a, b", []],
    ['"a', []],
    ['a"', []],
    ['"a""b"', []],
    ['"a" "b"', []],
    ["'a'", []],
    ["", []],
    [",", []],
    ['*, "a"', ["a"]],
  ])("%s protects: versions %j", (header, tags) => {
    expect(read(header)).toEqual(tags);
  });

  it("is read in linear time", () => {
    const started = performance.now();
    for (const part of ['"', "W/", ",", " ", '"a" ', "a"]) expect(read(part.repeat(20_000))).not.toBeNull();
    for (const odd of ['a_"', 'a,_b"', 'a,_"b']) expect(read(odd.replace("_", " ".repeat(60_000)))).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
