import { describe, expect, it } from "vitest";
import {
  isPlainWords,
  peoplePatterns,
  roughPattern,
  searchPatterns,
  searchPrefixes,
  searchRanges,
} from "@/lib/search-text";

/** The patterns read by JavaScript, which spells PostgreSQL's [:alnum:] otherwise and has no other escapes in `v` mode. */
function matches(q: string, text: string): boolean {
  return searchPatterns(q).every((pattern) => {
    const spelled = pattern.replaceAll("[^[:alnum:]]", "[^\\p{L}\\p{Nd}]").replace(/\\([_"%'#&,:;<>=@`~! -])/g, "[$1]");
    return new RegExp(spelled, "iu").test(text);
  });
}

describe("searchPatterns", () => {
  it.each([
    ["ann", "Ann Lee"],
    ["lee", "Ann Lee"],
    ["lee ann", "Ann Lee"],
    ["call_c", "CALL_CENTER"],
    ["center", "CALL_CENTER"],
    ["call*ter", "CALL_CENTER"],
    ["*ent*", "CALL_CENTER"],
    ["гонч", "Людмила Гончаренко"],
    ["", "anything"],
    ["*", "anything"],
    ["o'n", "Seán O'Neill"],
  ])("%j matches %j", (q, text) => expect(matches(q, text)).toBe(true));

  it.each([
    ["nn", "Ann Lee"],
    ["%", "Ann Lee"],
    ["a%", "Ann Lee"],
    ["a_n", "Ann Lee"],
    ["ann lee x", "Ann Lee"],
    ["call*en", "CALL_CENTER"],
    ["a.n", "Ann Lee"],
    [".*", "Ann Lee"],
    ["\\", "Ann Lee"],
    ["[a-z]", "Ann Lee"],
    ["(a|b)", "Ann Lee"],
  ])("%j does not match %j", (q, text) => expect(matches(q, text)).toBe(false));

  it("finds a composed letter whichever way it was typed", () => {
    expect(searchPatterns("e\u0301")).toEqual(searchPatterns("\u00e9"));
  });

  it("collapses a run of wildcards, which would take a matcher too long", () => {
    expect(searchPatterns("*".repeat(100))).toEqual(searchPatterns("*"));
  });

  it("looks for each piece once, however many blanks are between", () => {
    expect(searchPatterns("a a a b")).toEqual(searchPatterns("a b"));
    expect(searchPatterns(`a${" ".repeat(500)}b`)).toEqual(searchPatterns("a b"));
    expect(searchPatterns("a b ".repeat(10_000))).toEqual(searchPatterns("a b"));
  });

  it.each([
    ["21 pieces", Array.from({ length: 21 }, (_, nth) => `${nth}`).join(" ")],
    ["201 characters", "a".repeat(201)],
  ])("finds nothing by %s, more than is looked for", (_, q) => {
    for (const text of ["", q, "anything"]) expect(matches(q, text)).toBe(false);
    expect(searchPrefixes(q)).toEqual(["\ufffd"]);
  });

  it("looks for 20 pieces and for 200 characters", () => {
    const pieces = Array.from({ length: 20 }, (_, nth) => `${nth}`).join(" ");
    for (const q of [pieces, "a".repeat(200)]) expect(matches(q, q)).toBe(true);
  });
});

describe("searchPrefixes", () => {
  it.each([
    ["Ann LEE", ["ann", "lee"]],
    ["CALL_C", ["call", "c"]],
    ["l.honch", ["l", "honch"]],
    ["an*x", ["an"]],
    ["*lee", []],
    ["%", []],
    ["", []],
    ["ann ann", ["ann"]],
    ["Ann.Lee@acme.example", ["ann", "lee"]],
    ["ann@", ["ann"]],
    ["*nn@acme", []],
    ["@acme", ["acme"]],
    ["a@b@c", ["a", "b", "c"]],
    ["x1²y Ⅷ", ["x1", "y"]],
  ])("%j begins words of %j", (q, prefixes) => expect(searchPrefixes(q)).toEqual(prefixes));

  it("looks up at most ten", () => {
    expect(searchPrefixes("a b c d e f g h i j k l")).toHaveLength(10);
  });
});

describe("peoplePatterns", () => {
  it("asks an address of username and domain, and the rest as it was typed", () => {
    expect(peoplePatterns("ann@ac lee l.")).toEqual({
      patterns: ["(^|[^[:alnum:]])lee", "(^|[^[:alnum:]])l\\."],
      addresses: [{ text: "(^|[^[:alnum:]])ann\\@ac", username: "(^|[^[:alnum:]])ann$", domain: "^ac" }],
    });
    expect(peoplePatterns("a*@ac*").addresses).toEqual([
      {
        text: "(^|[^[:alnum:]])a.*\\@ac.*($|[^[:alnum:]])",
        username: "(^|[^[:alnum:]])a.*$",
        domain: "^ac.*($|[^[:alnum:]])",
      },
    ]);
    expect(peoplePatterns("a*@").addresses).toMatchObject([{ domain: "^" }]);
  });

  it.each(["@acme", "a@b@c", "*@acme", "-@acme"])("takes %j for no address", (q) =>
    expect(peoplePatterns(q)).toEqual({ patterns: searchPatterns(q), addresses: [] }),
  );

  it("leaves out what the beginnings decide alone, unless there are more than are looked up", () => {
    const words = Array.from({ length: 11 }, (_, nth) => `w${nth}`);
    expect(peoplePatterns(words.slice(1).join(" "))).toEqual({ patterns: [], addresses: [] });
    expect(peoplePatterns(words.join(" ")).patterns).toEqual(searchPatterns(words.join(" ")));
  });

  it("finds nobody by six addresses, more than are looked for", () => {
    const six = Array.from({ length: 6 }, (_, nth) => `a${nth}@b`).join(" ");
    expect(peoplePatterns(six).patterns).toEqual(["$."]);
    expect(peoplePatterns(six.slice(0, -5)).addresses).toHaveLength(5);
  });
});

describe("searchRanges", () => {
  it("have each beginning, and of a username that an address ends whole words", () => {
    expect(searchRanges("Lee ann.x@ac")).toEqual([
      { from: "lee", to: "lee\u{10ffff}" },
      { from: "ann", to: "ann\u0001" },
      { from: "x", to: "x\u0001" },
    ]);
    expect(searchRanges("ann*@ac")).toEqual([{ from: "ann", to: "ann\u{10ffff}" }]);
  });

  it("reach beyond a sigma that ends what was typed, and perhaps not the word", () => {
    expect(searchRanges("ΝΙΚΟΣ")).toEqual([{ from: "νικος", to: "νικοσ\u{10ffff}" }]);
  });
});

describe("roughPattern", () => {
  it.each([
    ["m", "Anna Meyer", true],
    ["m", "a_m", true],
    ["m", "4m", false],
    ["m", "Emma", false],
    ["k", "\u{212a}elvin", true],
    ["νικος", "ΝΙΚΟΣΙΆΔΗΣ", true],
    ["\u{2a600}", "\u{2fa1d}", true],
    ["éx", "e\u0301x", true],
  ])("by the beginning %j, %j may have such a word: %j", (prefix, text, may) => {
    expect(new RegExp(roughPattern(prefix), "u").test(text)).toBe(may);
  });
});

describe("isPlainWords", () => {
  it.each(["ann lee", "Гончаренко 7", ""])("%j is", (q) => expect(isPlainWords(q)).toBe(true));
  it.each(["a*", "a_b", "%", "o'n", "m²"])("%j is not", (q) => expect(isPlainWords(q)).toBe(false));
});
