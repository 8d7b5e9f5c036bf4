import { id } from "@/tests/unit/samples";
import type { Attack } from "./certificate-attacks";
import { type Forge, honestPayload } from "./forge";

const INVALID = "certificate_invalid";

const json = (members: Record<string, unknown> = {}) => JSON.stringify(honestPayload(members));
const license = (members: Record<string, unknown>) => {
  const payload = honestPayload();
  return JSON.stringify({ ...payload, licenses: [{ ...payload.licenses[0], ...members }] });
};

/** Payloads signed by the trusted key that mean two things, or nothing. */
export function payloadTexts(forge: Forge, good: string): Attack[] {
  const deep = `${"[".repeat(40)}${"]".repeat(40)}`;
  const texts: [string, string | Uint8Array][] = [
    ["a byte order mark", `\ufeff${json()}`],
    ["a comment", json().replace("{", "{/* */")],
    ["a comma too many", json().replace(/}$/, ",}")],
    ["UTF-16", Buffer.from(json(), "utf16le")],
    ["not UTF-8", Buffer.concat([Buffer.from(json().slice(0, -1)), Buffer.from([0xc0, 0x80, 0x7d])])],
    ["limit twice", license({ limit: 5 }).replace('"limit":5', '"limit":5,"limit":9999')],
    ["limit twice by an escape", license({ limit: 5 }).replace('"limit":5', '"limit":5,"\\u006cimit":9999')],
    ["a key twice in an extra member", json({ extra: "X" }).replace('"X"', '{"a":[{"b":1,"b":1}]}')],
    ["__proto__ with the members", `{"__proto__":${json()}}`],
    ["__proto__ twice", json().replace(/}$/, ',"__proto__":{},"__proto__":{}}')],
    ["constructor for licenses", json({ licenses: { constructor: { length: 1 } } })],
    ["40 levels in an extra member", json({ extra: "X" }).replace('"X"', deep)],
    ["30,000 levels", "[".repeat(30_000)],
    ["another certificate for a payload", good],
    ["a text that is JSON", JSON.stringify(json())],
    ["a list", `[${json()}]`],
    ["NaN", license({ limit: "X" }).replace('"X"', "NaN")],
    ["Infinity", license({ limit: "X" }).replace('"X"', "Infinity")],
    ["a number in base 16", license({ limit: "X" }).replace('"X"', "0x10")],
    ["deflated", Buffer.from([0x78, 0x9c, 0x03, 0, 0, 0, 0, 1])],
  ];
  return texts.map(([name, text]) => [`payload: ${name}`, forge.signPayload(text), INVALID]);
}

const list = (length: number) => Array.from({ length }, (_, n) => ({ ...honestPayload().licenses[0], id: id(n) }));

/** Payloads signed by the trusted key that break a rule of §2. */
export function rules(forge: Forge): Attack[] {
  const number = (member: string, raw: string) => license({ [member]: "X" }).replace('"X"', raw);
  const twice = ["abcdefab-cdef-4abc-8def-abcdefabcdef", "ABCDEFAB-CDEF-4ABC-8DEF-ABCDEFABCDEF"];
  const texts: [string, string][] = [
    ...[
      "1e300",
      "1e999",
      "-0",
      "1.0",
      "5e0",
      "-1",
      "0",
      "10000001",
      "9007199254740993",
      `1${"0".repeat(400)}`,
      '"5"',
      "null",
    ].map((raw): [string, string] => [`limit ${raw.slice(0, 20)}`, number("limit", raw)]),
    ["not_after 1e300", number("not_after", "1e300")],
    ["a term of no length", license({ not_before: 5, not_after: 5 })],
    ["a term that ends before it begins", license({ not_before: 6, not_after: 5 })],
    ["milliseconds for seconds", license({ not_after: 1_798_761_600_000 })],
    ["iat beyond the year 9999", json({ iat: 253_402_300_800 })],
    ["iat before 1970", json({ iat: -1 })],
    ["exp 1e300", json({ exp: "X" }).replace('"X"', "1e300")],
    ["half a character in a name", license({ name: "a\ud83c" })],
    ["NUL in a name", license({ name: "a\0" })],
    ["a name that turns the line around", license({ name: "\u202egnp.exe" })],
    ["a name within marks of direction", license({ name: "\u2067שלום\u2069" })],
    ["an organization with a line end", json({ organization: "Acme\r\nX-Admin: 1" })],
    ["a product in look-alike letters", license({ product: "СALL_CENTER" })],
    ["a product of markup", license({ product: "<SCRIPT>" })],
    ["concurrent CHAT", license({ product: "CHAT", competitive: true })],
    ["competitive as a number", license({ competitive: 1 })],
    ["a scope of everything", license({ scope: "*" })],
    ["a star in a scope", license({ scope: ["*"] })],
    ["a scope with a section twice", license({ scope: ["users", "users"] })],
    ["a scope within a scope", license({ scope: [["users"]] })],
    ["no license", json({ licenses: [] })],
    [
      "1,001 licenses",
      JSON.stringify({
        ...honestPayload(),
        licenses: list(1001).map((each) => ({ ...each, scope: undefined, name: undefined })),
      }),
    ],
    [
      "an id twice, in other case",
      JSON.stringify({
        ...honestPayload(),
        licenses: twice.map((each) => ({ ...honestPayload().licenses[0], id: each })),
      }),
    ],
    ["an id in braces", license({ id: `{${id(1)}}` })],
    ["a customer that is no UUID", json({ sub: "*" })],
    ["no jti", json({ jti: undefined })],
  ];
  return texts.map(([name, text]) => [name, forge.signPayload(text), INVALID]);
}
