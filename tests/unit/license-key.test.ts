import { describe, expect, it } from "vitest";
import { isCanonicalBase64url, normalizeKey, splitCompactJws } from "@/lib/licensing/certificate";

const KEY = "eyJhbGciOiJFZERTQSJ9.eyJhIjoxfQ.c2ln--";

describe("normalizeKey", () => {
  it.each([
    ["the bare key", KEY],
    ["line ends around and inside", `\r\n ${KEY.replaceAll("J", "J\r\n")}\n`],
    ["blanks, tabs and no-break spaces inside", KEY.replaceAll("J", " J\t\u00A0")],
    ["a byte order mark and invisible joiners", `\uFEFF${KEY.replaceAll("J", "J\u200B\u2060")}`],
    ["straight quotes", `"${KEY}"`],
    ["apostrophes with blanks", ` ' ${KEY} ' `],
    ["typographic quotes", `“${KEY}”`],
    ["German quotes", `„${KEY}“`],
    ["French quotes", `« ${KEY} »`],
    ["a zero width joiner and non-joiner", KEY.replaceAll("J", "J\u200C\u200D")],
    ["several quotes", `"'${KEY}'"`],
    ["a frame", `-----BEGIN LICENSE-----\n${KEY}\n-----END LICENSE-----\n`],
    ["a frame with a hyphen in its name", `-----BEGIN LICENSE-KEY-----\n${KEY}\n-----END LICENSE-KEY-----\n`],
    ["a frame whose line ends became blanks", `-----BEGIN LICENSE KEY----- ${KEY} -----END LICENSE KEY-----`],
    ["a frame without line ends", `-----BEGIN LICENSE-----${KEY}-----END LICENSE-----`],
    ["a frame inside quotes", `"-----BEGIN LICENSE-----\n${KEY}\n-----END LICENSE-----"`],
    ["quotes inside a frame", `-----BEGIN LICENSE-----\n"${KEY}"\n-----END LICENSE-----`],
    ["half a frame", `-----BEGIN LICENSE-----\n${KEY}`],
  ])("forgives %s", (_, text) => {
    expect(normalizeKey(text)).toBe(KEY);
  });

  it.each(Array.from("\"'`“”„‟‘’‚‛«»‹›"))("forgives %s at both ends", (quote) => {
    expect(normalizeKey(`${quote}${KEY}${quote}`)).toBe(KEY);
  });

  it.each([
    ["", ""],
    [" \n", ""],
    ["\"'", ""],
    ["no key", "nokey"],
    ["-----BEGIN X-----", ""],
    ["a.b.c-----BEGIN X-----d", "a.b.c-----BEGINX-----d"],
    ["a-----END X-----b.c.d", "a-----ENDX-----b.c.d"],
  ])("leaves of %j what it cannot read: %j", (text, rest) => {
    expect(normalizeKey(text)).toBe(rest);
  });

  it.each(["\"'x", "-----END", "-----BEGIN", "--", " "])("reads 256 KiB of %j at once", (part) => {
    const text = `a${part.repeat(262_144 / part.length)}a`;
    const begin = performance.now();
    normalizeKey(text);
    expect(performance.now() - begin).toBeLessThan(1000);
  });
});

describe("splitCompactJws", () => {
  it("gives the three parts", () => {
    expect(splitCompactJws("aA0.b-_.c")).toEqual({ header: "aA0", payload: "b-_", signature: "c" });
  });

  it("lets an empty signature through, so that `none` is called untrusted and not malformed", () => {
    expect(splitCompactJws("a.b.")).toEqual({ header: "a", payload: "b", signature: "" });
  });

  it.each([
    ["an empty text", ""],
    ["one part", "abc"],
    ["two parts", "a.b"],
    ["four parts", "a.b.c.d"],
    ["an empty header", ".b.c"],
    ["an empty payload", "a..c"],
    ["padding", "a.b.c="],
    ["the alphabet of plain base64", "a.b+/.c"],
    ["white space", "a.b. c"],
    ["a line end at the end", "a.b.c\n"],
    ["binary", "\u0000\u0001.\u00FF.\u0002"],
    ["letters beyond ASCII", "a.b.ſK"],
  ])("refuses %s", (_, text) => {
    expect(splitCompactJws(text)).toMatchObject({ code: "certificate_malformed" });
  });
});

describe("isCanonicalBase64url", () => {
  it.each(["", "QQ", "QUI", "QUJD", "-_-_"])("accepts %j", (part) => {
    expect(isCanonicalBase64url(part)).toBe(true);
  });

  it.each([
    ["spare bits after one byte", "QR"],
    ["spare bits after two bytes", "QUJ"],
    ["a lone last character", "QUJDR"],
    ["padding", "QQ=="],
    ["plain base64", "+/+/"],
    ["white space", "QU JD"],
  ])("refuses %s", (_, part) => {
    expect(isCanonicalBase64url(part)).toBe(false);
  });
});
