import { describe, expect, it } from "vitest";
import {
  domainNameOf,
  parseAddress,
  parseChannelName,
  parseDomain,
  parseNewAddress,
  parsePersonName,
  parseRoleName,
  parseRoleNames,
  parseTokenName,
} from "@/lib/names";

const refused = (field: string, fault?: string) =>
  expect.objectContaining({ code: "bad_request", params: fault ? { field, fault } : { field } });

/** A name of so many characters in labels of up to 63. */
const domainOf = (length: number) => `${"a".repeat(62)}.`.repeat(5).slice(0, length - 1) + "b";

describe("an address", () => {
  it("is folded and split", () => {
    expect(parseAddress(" ANN@Acme.Example ")).toEqual({ username: "ann", domain: "acme.example" });
  });

  it.each([
    ["x".repeat(64), "a.b"],
    ["x", domainOf(253)],
  ])("may be %s@%s", (username, domain) => {
    expect(parseNewAddress(`${username}@${domain}`)).toEqual({ username, domain });
  });

  it.each([
    `${"x".repeat(65)}@acme.example`,
    "ann@ab",
    `ann@${domainOf(254)}`,
    "an\ud83c@acme.example",
    "an\ufffdn@acme.example",
    "ann@acme_1.example",
    "ann@acme.example@acme.example",
  ])("is not %j", (address) => {
    expect(() => parseAddress(address)).toThrow(refused("username"));
  });

  it("of somebody who is to be added shows each of its characters", () => {
    expect(parseAddress("an\u200bn@acme.example").username).toBe("an\u200bn");
    expect(() => parseNewAddress("an\u200bn@acme.example")).toThrow(refused("username"));
  });
});

describe("the name of a domain", () => {
  it.each(["a.b", "1.2", "a-b.c-d.e", domainOf(253), `${"a".repeat(63)}.${"b".repeat(63)}`])("may be %j", (name) => {
    expect(domainNameOf(` ${name.toUpperCase()} `)).toBe(name);
    expect(parseDomain(name)).toBe(name);
  });

  it.each(["acme", "a.-b", "a.b-", "a_b.c", domainOf(254), `${"a".repeat(64)}.b`, `a.${"b".repeat(64)}`])(
    "is not %j",
    (name) => {
      expect(domainNameOf(name)).toBeNull();
      expect(() => parseDomain(name)).toThrow(refused("domain"));
    },
  );
});

describe("the name of", () => {
  it.each([
    ["a person", parsePersonName, 200, refused("name")],
    ["a channel", parseChannelName, 200, refused("name", "form")],
    ["an access token", parseTokenName, 100, refused("name")],
    ["a role", parseRoleName, 100, refused("role")],
  ] as const)("%s is trimmed, composed and not too long", (_, parse, most, refusal) => {
    expect(parse(" Zoe\u0308 ")).toBe("Zoë");
    expect(parse("x".repeat(most))).toHaveLength(most);
    for (const text of ["x".repeat(most + 1), "", " ", "a\u202e", "a\0"]) expect(() => parse(text)).toThrow(refusal);
  });
});

const roles = (count: number) => Array.from({ length: count }, (_, nth) => `role ${nth}`);

describe("names of roles to look up", () => {
  it("are up to a hundred, each once", () => {
    expect(parseRoleNames([...roles(100), "role 0"])).toEqual(roles(100));
    expect(() => parseRoleNames(roles(101))).toThrow(refused("role"));
  });

  it("are texts that can be stored", () => {
    expect(() => parseRoleNames(["reader", "a\ud83c"])).toThrow(refused("role"));
  });
});
