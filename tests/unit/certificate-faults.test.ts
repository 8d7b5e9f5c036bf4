import { describe, expect, it } from "vitest";
import { parsePayload } from "@/lib/licensing/certificate";
import { id, payload, payloadLicense } from "@/tests/unit/samples";

const NOT_PRINTABLE = "characters without control or direction marks";
const NAME = `licenses[0].name: must be at most 200 ${NOT_PRINTABLE}`;
const LIMIT = "licenses[0].limit: must be a whole number from 1 to 10000000";
const DATE = "must be a whole number of seconds from the year 1970 to 9999";
const SCOPE = "licenses[0].scope: must be a list of at most 200 different section names";
const PRODUCT =
  "licenses[0].product: must be a capital letter followed by up to 63 capital letters, digits and underscores";
const COUNT = "licenses: must be a list of 1 to 1000 licenses";

function faultsOf(json: string): unknown {
  const refused = parsePayload(json);
  return "code" in refused ? refused.params.faults : [];
}

/** The payload's text with the first license's limit (or another member) written as given: for what no number can hold. */
function withRaw(member: string, raw: string): string {
  return JSON.stringify(payload({}, [payloadLicense({ [member]: "RAW" })])).replace('"RAW"', raw);
}

describe("one fault in a license", () => {
  it.each([
    ["limit 0", { limit: 0 }, LIMIT],
    ["limit -1", { limit: -1 }, LIMIT],
    ["limit 1.5", { limit: 1.5 }, LIMIT],
    ["limit 1e9", { limit: 1e9 }, LIMIT],
    ["limit 10,000,001", { limit: 10_000_001 }, LIMIT],
    ["limit in a string", { limit: "5" }, LIMIT],
    ["limit null", { limit: null }, LIMIT],
    ["no limit", { limit: undefined }, "licenses[0].limit: is missing"],
    [
      "not_before after not_after",
      { not_before: 5, not_after: 4 },
      "licenses[0].not_after: must be later than not_before",
    ],
    [
      "not_before at not_after",
      { not_before: 5, not_after: 5 },
      "licenses[0].not_after: must be later than not_before",
    ],
    ["half a second", { not_before: 0.5 }, `licenses[0].not_before: ${DATE}`],
    ["a date before 1970", { not_before: -1 }, `licenses[0].not_before: ${DATE}`],
    ["a date after 9999", { not_after: 253_402_300_800 }, `licenses[0].not_after: ${DATE}`],
    ["a date of 1e300", { not_after: 1e300 }, `licenses[0].not_after: ${DATE}`],
    ["a date in words", { not_after: "2027-01-01" }, `licenses[0].not_after: ${DATE}`],
    ["a product in small letters", { product: "call_center" }, PRODUCT],
    ["a product of 65 letters", { product: "A".repeat(65) }, PRODUCT],
    ["a product with a line end", { product: "CHAT\n" }, PRODUCT],
    [
      "concurrent CHAT",
      { product: "CHAT", competitive: true },
      "licenses[0].competitive: must be false for CHAT, which is only named",
    ],
    ["competitive in words", { competitive: "false" }, "licenses[0].competitive: must be true or false"],
    ["competitive left out", { competitive: undefined }, "licenses[0].competitive: is missing"],
    ["an id that is no UUID", { id: "1" }, "licenses[0].id: must be a UUID"],
    ["an id in braces", { id: `{${id(1)}}` }, "licenses[0].id: must be a UUID"],
    ["a name of 201 characters", { name: "x".repeat(201) }, NAME],
    ["a name of 201 characters, blanks at its ends among them", { name: ` ${"x".repeat(199)} ` }, NAME],
    ["a name of 201 characters beyond the first plane", { name: "🎧".repeat(201) }, NAME],
    ["NUL in a name", { name: "a\u0000b" }, NAME],
    ["a line end in a name", { name: "a\nb" }, NAME],
    ["DEL in a name", { name: "a\u007Fb" }, NAME],
    ["a line separator in a name", { name: "a\u2028b" }, NAME],
    ["a bidi override in a name", { name: "a\u202Eb" }, NAME],
    ["a bidi isolate in a name", { name: "a\u2066b" }, NAME],
    ["a lone high surrogate in a name", { name: "a\uD83Cb" }, NAME],
    ["a lone low surrogate in a name", { name: "a\uDFA7" }, NAME],
    ["a number for a name", { name: 5 }, NAME],
    ["a scope that is no list", { scope: "users" }, SCOPE],
    ["a scope of null", { scope: null }, SCOPE],
    ["a section twice in a scope", { scope: ["users", "users"] }, SCOPE],
    ["201 sections", { scope: Array.from({ length: 201 }, (_, n) => `s${n}`) }, SCOPE],
    ["a section in capitals", { scope: ["users", "Users"] }, "licenses[0].scope[1]: must be a section name"],
    ["a section that begins with a digit", { scope: ["1st"] }, "licenses[0].scope[0]: must be a section name"],
    ["a section that begins with an underscore", { scope: ["_a"] }, "licenses[0].scope[0]: must be a section name"],
    ["a section of 65 letters", { scope: ["a".repeat(65)] }, "licenses[0].scope[0]: must be a section name"],
  ])("%s is named", (_, license, fault) => {
    expect(faultsOf(JSON.stringify(payload({}, [payloadLicense(license)])))).toEqual([fault]);
  });

  it.each(["1e300", "1e999", "-1e999", "9007199254740993"])("limit %s is named", (raw) => {
    expect(faultsOf(withRaw("limit", raw))).toEqual([LIMIT]);
  });

  it.each(["5.0", "5e0", "50E-1"])("limit %s is named: a whole number has one spelling", (raw) => {
    expect(faultsOf(withRaw("limit", raw))).toEqual([
      "licenses[0].limit: must be written without fraction, exponent or sign",
    ]);
  });

  it.each(["iat", "exp", "nbf"])("%s of 1e9 is named: a date has one spelling", (member) => {
    expect(faultsOf(JSON.stringify(payload({ [member]: "RAW" })).replace('"RAW"', "1e9"))).toEqual([
      `${member}: must be written without fraction, exponent or sign`,
    ]);
  });

  it.each([
    ["limit", "17e2"],
    ["not_before", "1.7e9"],
    ["not_after", "1.9e9"],
  ])("%s of the eleventh license is named when it is written %s", (member, raw) => {
    const term = { not_before: 1_600_000_000, not_after: 1_800_000_000 };
    const licenses = Array.from({ length: 11 }, (_, n) => payloadLicense({ id: id(n), ...term }));
    licenses[10] = { ...licenses[10], [member]: "RAW" };
    expect(faultsOf(JSON.stringify(payload({}, licenses)).replace('"RAW"', raw))).toEqual([
      `licenses[10].${member}: must be written without fraction, exponent or sign`,
    ]);
  });

  it.each(["expires", "unexp"])("a fraction in %s, which is ignored, is no fault", (member) => {
    expect(faultsOf(JSON.stringify(payload({ [member]: 1.5, extra: { iat: 1.5 } })))).toEqual([]);
  });

  it("a date of -0 is named, and a fraction in a member that is ignored is not", () => {
    expect(faultsOf(withRaw("not_before", "-0"))).toEqual([
      "licenses[0].not_before: must be written without fraction, exponent or sign",
    ]);
    expect(faultsOf(withRaw("price", "99.50"))).toEqual([]);
  });

  it("an id that stands twice, in whatever case, is named with its first place", () => {
    const first = "abcdefab-cdef-4abc-8def-abcdefabcdef";
    const licenses = [payloadLicense(), payloadLicense({ id: first }), payloadLicense({ id: first.toUpperCase() })];
    expect(faultsOf(JSON.stringify(payload({}, licenses)))).toEqual(["licenses[2].id: is the same as licenses[1].id"]);
  });

  it("duplicate keys are named, even when both say the same", () => {
    expect(faultsOf(withRaw("limit", '5,"limit":5'))).toEqual(["licenses[0].limit: stands there more than once"]);
    expect(faultsOf(withRaw("limit", '5,"l\\u0069mit":6'))).toEqual(["licenses[0].limit: stands there more than once"]);
  });
});

describe("one fault in the payload", () => {
  it.each([
    ["no iss", { iss: undefined }, "iss: is missing"],
    ["no jti", { jti: undefined }, "jti: is missing"],
    ["no sub", { sub: undefined }, "sub: is missing"],
    ["no iat", { iat: undefined }, "iat: is missing"],
    ["no organization", { organization: undefined }, "organization: is missing"],
    ["no licenses", { licenses: undefined }, "licenses: is missing"],
    ["licenses that are no list", { licenses: {} }, "licenses: must be a list"],
    ["an empty list of licenses", { licenses: [] }, COUNT],
    ["a license that is null", { licenses: [null] }, "licenses[0]: must be an object"],
    ["a license that is a list", { licenses: [[]] }, "licenses[0]: must be an object"],
    ["a certificate's id that is no UUID", { jti: "7" }, "jti: must be a UUID"],
    ["a customer that is no UUID", { sub: "Acme" }, "sub: must be a UUID"],
    ["iat of 1.5", { iat: 1.5 }, `iat: ${DATE}`],
    ["exp of 1e300", { exp: 1e300 }, `exp: ${DATE}`],
    ["exp of null", { exp: null }, `exp: ${DATE}`],
    ["nbf of null", { nbf: null }, `nbf: ${DATE}`],
    ["nbf in words", { nbf: "now" }, `nbf: ${DATE}`],
    ["an empty organization", { organization: "" }, `organization: must be 1 to 200 ${NOT_PRINTABLE}`],
    ["a blank organization", { organization: " " }, `organization: must be 1 to 200 ${NOT_PRINTABLE}`],
    [
      "an organization of 201 characters",
      { organization: "x".repeat(201) },
      `organization: must be 1 to 200 ${NOT_PRINTABLE}`,
    ],
    ["NUL in an organization", { organization: "a\u0000" }, `organization: must be 1 to 200 ${NOT_PRINTABLE}`],
    ["a bidi mark in an organization", { organization: "a\u200Fb" }, `organization: must be 1 to 200 ${NOT_PRINTABLE}`],
    ["a blank issuer", { iss: " " }, `iss: must be 1 to 200 ${NOT_PRINTABLE}`],
    ["a control character in an issuer", { iss: "a\u001Bb" }, `iss: must be 1 to 200 ${NOT_PRINTABLE}`],
  ])("%s is named", (_, members, fault) => {
    expect(faultsOf(JSON.stringify(payload(members)))).toEqual([fault]);
  });

  it("a thousand and one licenses are too many", () => {
    const licenses = Array.from({ length: 1001 }, (_, n) => payloadLicense({ id: id(n) }));
    expect(faultsOf(JSON.stringify(payload({}, licenses)))).toEqual([COUNT]);
  });

  it.each(["", "{", "\uFEFF{}", "undefined"])("%j is not JSON", (json) => {
    expect(parsePayload(json)).toEqual({ code: "certificate_invalid", params: { faults: ["payload: must be JSON"] } });
  });

  it.each(["null", "5", '"a"', "[]"])("%s is not an object", (json) => {
    expect(faultsOf(json)).toEqual(["payload: must be an object"]);
  });

  it("nesting too deep is named, even in a member that is ignored", () => {
    const deep = `${"[".repeat(32)}${"]".repeat(32)}`;
    expect(faultsOf(JSON.stringify(payload({ extra: "RAW" })).replace('"RAW"', deep))).toEqual([
      "payload: must not be nested deeper than 32",
    ]);
  });
});

describe("many faults", () => {
  it("are all named at once, rules about two members too", () => {
    const broken = [
      payloadLicense({ limit: 0, not_before: 9, not_after: 8, product: "CHAT", competitive: true }),
      payloadLicense({ name: 5 }),
    ];
    expect(faultsOf(JSON.stringify(payload({ iat: "x", jti: undefined }, broken)))).toEqual([
      "jti: is missing",
      `iat: ${DATE}`,
      LIMIT,
      "licenses[0].not_after: must be later than not_before",
      "licenses[0].competitive: must be false for CHAT, which is only named",
      `licenses[1].name: must be at most 200 ${NOT_PRINTABLE}`,
      "licenses[1].id: is the same as licenses[0].id",
    ]);
  });

  it("are named although a member that no rule is about has the wrong kind", () => {
    const license = { name: 5, not_before: 9, not_after: 8, product: "CHAT", competitive: true };
    expect(faultsOf(JSON.stringify(payload({}, [payloadLicense(license)])))).toEqual([
      NAME,
      "licenses[0].not_after: must be later than not_before",
      "licenses[0].competitive: must be false for CHAT, which is only named",
    ]);
    const licenses = Array.from({ length: 1001 }, (_, n) => payloadLicense({ id: id(n), ...(n === 0 && { name: 5 }) }));
    expect(faultsOf(JSON.stringify(payload({}, licenses)))).toEqual([NAME, COUNT]);
  });

  it("are not called the same id when there is none", () => {
    const nameless = [payloadLicense({ id: undefined }), payloadLicense({ id: undefined })];
    expect(faultsOf(JSON.stringify(payload({}, nameless)))).toEqual([0, 1].map((n) => `licenses[${n}].id: is missing`));
  });

  it("begin with keys that stand twice and end with spellings of numbers", () => {
    const text = JSON.stringify(payload({ jti: undefined, iat: "RAW", exp: 1 }));
    expect(faultsOf(text.replace('"RAW"', "1e9").replace('"exp":1', '"exp":1,"exp":1'))).toEqual([
      "exp: stands there more than once",
      "jti: is missing",
      "iat: must be written without fraction, exponent or sign",
    ]);
  });
});
