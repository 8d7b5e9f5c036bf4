import { describe, expect, it } from "vitest";
import { domainName, flag, list, pageParams, rawParams, rowId, sort, text, uuids, whole } from "@/lib/search-params";

const params = pageParams({
  q: text(5),
  page: whole(1),
  size: whole(10, 1, 100),
  sort: sort((field) => field === "name"),
  columns: list((item) => /^[a-z]$/.test(item)),
  open: flag(),
});

const DEFAULTS = { q: "", page: 1, size: 10, sort: null, columns: null, open: false };

describe("pageParams", () => {
  it("reads an empty address as the defaults and writes the defaults as an empty address", () => {
    expect(params.read({})).toEqual(DEFAULTS);
    expect(params.href("/list", params.read({}))).toBe("/list");
  });

  it("reads what it has written", () => {
    const values = {
      q: "a&b=%",
      page: 7,
      size: 25,
      sort: { field: "name", descending: true },
      columns: ["b", "a"],
      open: true,
    };
    const query = new URL(params.href("/list", values), "http://host").searchParams;
    expect(params.read(Object.fromEntries(query))).toEqual(values);
  });

  it("changes some members of an address and keeps the others", () => {
    const values = params.read({ q: "ann", page: "3", open: "1" });
    expect(params.href("/list", values, { page: 4, open: false })).toBe("/list?q=ann&page=4");
  });

  it("hands a form every member that differs from its default, but those the form asks for itself", () => {
    const values = params.read({ q: "ann", page: "3", sort: "-name", columns: "a,b" });
    expect(params.kept(values, ["q", "page"])).toEqual([
      ["sort", "-name"],
      ["columns", "a,b"],
    ]);
  });

  it("ignores members that it does not know, and takes the first of a repeated one", () => {
    expect(params.read({ nonsense: "1", page: ["2", "3"] })).toEqual({ ...DEFAULTS, page: 2 });
  });
});

describe("rawParams", () => {
  it("reads an address as a page does, repeated members and all", () => {
    const read = rawParams(new URLSearchParams("q=a&page=3&q=b&columns=a&columns=b"));
    expect(read).toEqual({ q: ["a", "b"], page: ["3"], columns: ["a", "b"] });
    expect(params.read(read)).toEqual({ ...DEFAULTS, q: "a", page: 3, columns: ["a", "b"] });
  });
});

describe("rowId", () => {
  it.each([
    ["12", "12"],
    [" 12 ", "12"],
    ["0", "0"],
    ["1234567890123456789", ""],
    ["12a", ""],
    ["-1", ""],
    ["", ""],
  ])("reads %j as %j", (raw, id) => expect(rowId().read([raw])).toBe(id));
});

describe("whole", () => {
  it.each(["0", "-3", "abc", "1.5", "1e3", "", " 1", "0x10", "1000000000000", "101", "٣", "NaN", "Infinity"])(
    "falls back for %j",
    (raw) => expect(whole(10, 1, 100).read([raw])).toBe(10),
  );

  it.each([
    ["1", 1],
    ["100", 100],
    ["007", 7],
  ])("reads %j as %d", (raw, value) => expect(whole(10, 1, 100).read([raw])).toBe(value));
});

describe("text", () => {
  it("drops what the database refuses: NUL and lone surrogates", () => {
    expect(text(50).read(["a\0b"])).toBe("ab");
    expect(text(50).read(["a\ud800b"])).toBe("a\ufffdb");
  });

  it("cuts at its length and trims blanks", () => {
    expect(text(3).read(["  abcd"])).toBe("a");
    expect(text(3).read(["abcdef"])).toBe("abc");
  });

  it("never answers half of a character", () => {
    expect(text(3).read(["ab😀"]).isWellFormed()).toBe(true);
  });
});

describe("sort", () => {
  it.each([
    ["name", false],
    ["+name", false],
    [" name", false],
    ["-name", true],
    ["!name", true],
  ])("reads %j", (raw, descending) =>
    expect(sort((field) => field === "name").read([raw])).toEqual({ field: "name", descending }),
  );

  it.each(["", "--name", "password", "name;drop", "constructor", "__proto__"])("falls back for %j", (raw) =>
    expect(sort((field) => field === "name").read([raw])).toBeNull(),
  );
});

describe("list", () => {
  const letters = list((item) => /^[a-z]$/.test(item));

  it("tells absent from empty", () => {
    expect(letters.read([])).toBeNull();
    expect(letters.read([""])).toEqual([]);
    expect(letters.write(null)).toEqual([]);
    expect(letters.write([])).toEqual([""]);
  });

  it("joins what is repeated, as the boxes of a form are, and names each item once", () => {
    expect(letters.read(["", "a", "b,a", "nonsense"])).toEqual(["a", "b"]);
  });

  it.each([[["Nonsense"]], [["", "Nonsense"]], [["__proto__,%27", ","]]])(
    "is absent where nothing of %j is an item",
    (raw) => expect(letters.read(raw)).toBeNull(),
  );

  it("has no more than a thousand items", () => {
    const numbers = Array.from({ length: 5_000 }, (_, nth) => String(nth));
    expect(list(() => true).read([numbers.join(",")])).toEqual(numbers.slice(0, 1_000));
  });
});

describe("uuids", () => {
  it("are the same in whatever case they were typed", () => {
    const id = "a2345678-0000-4000-8000-00000000000f";
    expect(uuids().read([`${id.toUpperCase()},${id},x`])).toEqual([id]);
    expect(uuids().read(["x"])).toBeNull();
  });
});

describe("flag", () => {
  it.each([
    ["1", true],
    ["true", false],
    ["0", false],
    ["", false],
  ])("reads %j as %s", (raw, value) => expect(flag().read([raw])).toBe(value));
});

it.each([
  [" Acme.Example ", "acme.example"],
  ["acme", ""],
  ["acme..example", ""],
  ["", ""],
])("of a domain's name %j is read as %j", (typed, name) => {
  expect(domainName().read([typed])).toBe(name);
});
