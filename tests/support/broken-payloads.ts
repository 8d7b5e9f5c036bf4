import type { honestPayload } from "@/tests/support/forge";

/** Payloads that break §2 of the specification in one place, chosen at random. */
type Draw = (below: number) => number;
type Payload = ReturnType<typeof honestPayload>;

function pick<T>(draw: Draw, list: readonly T[]): T {
  return list[draw(list.length)] as T;
}

/** JSON as it is written, where no value of JavaScript would be written so. */
class Raw {
  constructor(readonly text: string) {}
}

const NOT_TEXT = [5, true, null, [], {}, new Raw("-0"), ["Acme"]];
const UNPRINTABLE = ["\0", "\n", "\u007f", "\u202e", "\u2066", "\u200f", "\u2028", "\ud800", "\udfff", "\u001b"];
const NOT_WHOLE = [
  "5",
  null,
  true,
  [],
  {},
  1.5,
  -1,
  new Raw("1.0"),
  new Raw("5e0"),
  new Raw("-0"),
  new Raw("1e300"),
].concat([new Raw("1e999"), new Raw("9007199254740993"), new Raw(`1${"0".repeat(400)}`)]);
const NOT_ID = [
  "",
  "1",
  7,
  null,
  [],
  "{}",
  "0c0ffee0-0000-4000-8000-00000000000",
  "0c0ffee0-0000-4000-8000-00000000000g",
];
const NOT_PRODUCT = ["", "call_center", "1A", "A".repeat(65), "CHAT\n", "СНАТ", "A-B", 5, null, ["CHAT"], "CHAT\0"];
const NOT_SCOPE = [
  null,
  "users",
  {},
  [""],
  ["Users"],
  ["users", "users"],
  [5],
  ["a".repeat(65)],
  ["users\n"],
  [["users"]],
];

/** Text of up to 200 characters is fine; this is text with one character that is not, or too long, or no text. */
function badText(draw: Draw): unknown {
  const kind = draw(3);
  if (kind === 0)
    return pick(
      draw,
      NOT_TEXT.filter((value) => value !== null),
    );
  return kind === 1 ? "x".repeat(201 + draw(50)) : `Ac${pick(draw, UNPRINTABLE)}me`;
}

const LICENSE_FAULTS: ((draw: Draw) => [string, unknown])[] = [
  (draw) => ["id", pick(draw, NOT_ID)],
  (draw) => ["product", pick(draw, NOT_PRODUCT)],
  (draw) => ["name", badText(draw)],
  (draw) => ["competitive", pick(draw, ["false", 0, 1, null, [], undefined])],
  (draw) => ["limit", pick(draw, [...NOT_WHOLE, 0, 10_000_001, undefined])],
  (draw) => ["not_before", pick(draw, [...NOT_WHOLE, 253_402_300_800, undefined])],
  (draw) => ["not_after", pick(draw, [...NOT_WHOLE, 0, 253_402_300_800, undefined])],
  (draw) => ["scope", pick(draw, [...NOT_SCOPE, Array.from({ length: 201 }, (_, n) => `s${n}`)])],
];

const PAYLOAD_FAULTS: ((draw: Draw) => [string, unknown])[] = [
  (draw) => [pick(draw, ["jti", "sub"]), pick(draw, [...NOT_ID, undefined])],
  (draw) => ["iat", pick(draw, [...NOT_WHOLE, 253_402_300_800, undefined])],
  (draw) => [pick(draw, ["exp", "nbf"]), pick(draw, NOT_WHOLE)],
  (draw) => [pick(draw, ["iss", "organization"]), pick(draw, [badText(draw), "", " ", undefined])],
  (draw) => ["licenses", pick(draw, [undefined, null, [], {}, "licenses", [null], [[]], [5], 1])],
];

/** The payload as text, a `Raw` member as it stands, lone surrogates as escapes. */
function write(payload: object): string {
  const raws: string[] = [];
  const json = JSON.stringify(payload, (_, value) =>
    value instanceof Raw ? `RAW${raws.push(value.text) - 1}WAR` : value,
  );
  return json.replace(/"RAW(\d+)WAR"/g, (_, index) => raws[Number(index)] ?? "");
}

/** Writes one member a second time, somewhere behind its first place, with the same or another value. */
function withDuplicate(draw: Draw, json: string): string {
  const members = [...json.matchAll(/"(\w+)":("[^"]*"|[\d.]+|true|false|\[("\w+",?)*\])/g)];
  const { index, 0: whole, 1: name = "" } = pick(draw, members);
  const spelled = draw(2) === 0 ? name : `\\u${name.charCodeAt(0).toString(16).padStart(4, "0")}${name.slice(1)}`;
  const again = draw(2) === 0 ? whole.slice(name.length + 3) : "null";
  return `${json.slice(0, index + whole.length)},"${spelled}":${again}${json.slice(index + whole.length)}`;
}

/** Damage to the text itself: it is JSON no longer, or nested too deep. */
function damaged(draw: Draw, json: string): string | Uint8Array {
  const deep = 33 + draw(2000);
  return pick(draw, [
    `\ufeff${json}`,
    `${json}//`,
    `/* */${json}`,
    json.replace(/}$/, ",}"),
    json.replaceAll('"', "'"),
    json.replace(/:\d+/, ":NaN"),
    json.replace(/:\d+/, ":+1"),
    json.replace(/:\d+/, ":0x10"),
    json.replace(/:\d+/, ":01"),
    json.replace("Acme", "Ac\u0000me"),
    json.slice(0, 1 + draw(json.length - 1)),
    `${json}${json}`,
    json.replace(/}$/, `,"extra":${"[".repeat(deep)}${"]".repeat(deep)}}`),
    Buffer.from(json).fill(0xff, draw(json.length)),
    " ",
    "null",
  ]);
}

/** An honest payload with one fault. */
export function breakPayload(draw: Draw, payload: Payload): string | Uint8Array {
  const kind = draw(6);
  if (kind === 0) return damaged(draw, JSON.stringify(payload));
  if (kind === 1) return withDuplicate(draw, JSON.stringify(payload));
  if (kind === 2) return write({ ...payload, ...Object.fromEntries([pick(draw, PAYLOAD_FAULTS)(draw)]) });
  const [first] = payload.licenses;
  if (kind === 3) return write({ ...payload, licenses: [first, { ...first, id: first?.id.toUpperCase() }] });
  if (kind === 4) return write({ ...payload, licenses: [{ ...first, product: "CHAT", competitive: true }] });
  return write({ ...payload, licenses: [{ ...first, ...Object.fromEntries([pick(draw, LICENSE_FAULTS)(draw)]) }] });
}
