import { describe, expect, it } from "vitest";
import { decodeText, parseCsv } from "@/lib/csv";

const fields = (text: string) => parseCsv(text).map((record) => record.fields);

describe("a CSV text", () => {
  it.each([
    ["CR LF", "a,b\r\nc,d\r\n"],
    ["LF", "a,b\nc,d"],
    ["CR", "a,b\rc,d\r"],
    ["a byte order mark", "\uFEFFa,b\r\nc,d"],
    ["semicolons", "a;b\nc;d\n"],
    ["tabs", "a\tb\nc\td\n"],
    ["blank lines", "\n\na,b\n\n , \nc,d\n\n"],
    ["quotes", '"a","b"\n"c","d"'],
  ])("is read with %s", (_, text) => {
    expect(fields(text)).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  it.each([
    ['"a, b",c', [["a, b", "c"]]],
    ['"say ""hi""",c', [['say "hi"', "c"]]],
    [
      'a,"line one\r\nline two"\r\nb,c',
      [
        ["a", "line one\r\nline two"],
        ["b", "c"],
      ],
    ],
    ['"",c', [["", "c"]]],
    ["a,,\n", [["a", "", ""]]],
    ["a,", [["a", ""]]],
    ["a;b\rc,d,e", [["a", "b"], ["c,d,e"]]],
    ['a;"b,c;d"', [["a", "b,c;d"]]],
    ['O"Neill,c', [['O"Neill', "c"]]],
    [
      '"never closed,c\nd,e',
      [
        ['"never closed', "c"],
        ["d", "e"],
      ],
    ],
    ['a, "b, c" ,\t"d"', [["a", "b, c", "d"]]],
    ['"closed" too early,c', [['"closed" too early', "c"]]],
    ["", []],
  ])("%j is %j", (text, expected) => {
    expect(fields(text)).toEqual(expected);
  });

  it.each([
    ['a,"b', true],
    ['a, "b" c', true],
    ['a, "b" ', false],
    ['a,O"Neill', false],
  ])("%j: whether a quote opens a field and does not close it is %j", (text, isBroken) => {
    expect(parseCsv(text)).toMatchObject([{ isBroken }]);
  });

  it("has quoted fields of up to 4,000 characters", () => {
    const longest = `""${"a".repeat(3_998)}""`;
    expect(fields(`"${longest}",b`)).toEqual([[longest.replaceAll('""', '"'), "b"]]);
    expect(parseCsv(`"${"a".repeat(4_001)}",b`)).toMatchObject([{ isBroken: true }]);
  });

  it("counts the lines of the file, also behind a quoted line end", () => {
    const text = 'a,b\r\n\r\n"one\r\ntwo",c\r\nd,e';
    expect(parseCsv(text).map(({ line }) => line)).toEqual([1, 3, 5]);
  });

  it.each([
    ",".repeat(600_000),
    '"'.repeat(600_000),
    '",'.repeat(300_000),
    `"${"a".repeat(1_000_000)}`,
    "\n".repeat(900_000),
  ])("of 1 MB is read quickly, whatever it is", (text) => {
    // The processor's time: what else the machine does is no fault of the text.
    const began = process.cpuUsage();
    parseCsv(text);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1_000).toBeLessThan(2_000);
  });
});

describe("the bytes of a file", () => {
  it("are UTF-8, or UTF-16 that says so", () => {
    const utf16 = Buffer.from("\uFEFFОльга;b", "utf16le");
    expect(decodeText(Buffer.from("Ольга"))).toBe("Ольга");
    expect(decodeText(utf16)).toBe("Ольга;b");
    expect(decodeText(Buffer.from(utf16).swap16())).toBe("Ольга;b");
  });

  it.each([
    ["another code page", [0xce, 0xeb, 0xfc, 0xe3, 0xe0]],
    ["half a mark in front", [0xff, 0x41]],
    ["the other half in front", [0xfe, 0x41]],
    ["half a mark behind a letter", [0x41, 0xfe]],
    ["the other half behind a letter", [0x41, 0xff]],
  ])("are not guessed at when they are something else: %s", (_, bytes) => {
    expect(decodeText(new Uint8Array(bytes))).toBeNull();
  });
});
