import { normalizeKey } from "@/lib/licensing/certificate";
import { breakPayload } from "@/tests/support/broken-payloads";
import { base64url, type Forge, honestPayload, ORDER, toBytes, toNumber, withSignature } from "@/tests/support/forge";

type Draw = (below: number) => number;
/** A text that must not be accepted, and the reasons with which it may be refused. */
export type Mutation = { kind: string; text: string; reasons: RegExp };
type Kind = (draw: Draw, texts: Texts) => string | Promise<string>;
/** Two honest certificates, who signed them, and somebody whom nobody trusts but who uses the trusted kid. */
export type Texts = { good: string; other: string; forge: Forge; stranger: Forge };

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const STRANGE = [...Array.from("=+/.%\\\"'{}[]:,;!\0\u00e9\u0410\u202e\ud800"), "\ufeff.", "..", "\u{1f511}"];

function splice(text: string, at: number, remove: number, add: string): string {
  return text.slice(0, at) + add + text.slice(at + remove);
}

/** Changes one part's bytes and spells them as base64url again. */
function reencode(text: string, part: number, change: (bytes: Buffer) => Uint8Array): string {
  const parts = text.split(".");
  parts[part] = base64url(change(Buffer.from(parts[part] ?? "", "base64url")));
  return parts.join(".");
}

function flipBit(draw: Draw, bytes: Buffer): Buffer {
  const at = draw(bytes.length);
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << draw(8)), at);
  return bytes;
}

function mixed(draw: Draw, { good, other }: Texts): string {
  const parts = [good.split("."), other.split(".")];
  const shuffled = [0, 1, 2].map((part) => parts[draw(2)]?.[draw(4) === 0 ? draw(3) : part] ?? "");
  return shuffled.join(".");
}

const WEAK_HEADERS: Record<string, unknown>[] = [
  ...["none", "None", "NONE", "HS256", "RS256", "ES256", "Ed25519", "Ed448", "eddsa", "", null, ["EdDSA"]].map(
    (alg) => ({ alg }),
  ),
  ...["JWT", "license+JWT", "application/license+jwt", "", null, 1].map((typ) => ({ typ })),
  ...["../../issuers", "__proto__", "constructor", "", 0, null, ["a"], {}, "' or 1=1"].map((kid) => ({ kid })),
  ...["crit", "b64", "jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256", "zip", "enc"].flatMap((name) =>
    [true, false, null, [], ["exp"], {}, "https://evil.example/", "DEF"].map((value) => ({ [name]: value })),
  ),
];

function weakHeader(draw: Draw, { header }: Forge): string {
  return JSON.stringify({ ...header, ...WEAK_HEADERS[draw(WEAK_HEADERS.length)] });
}

/** Anything that may be added to S or R without a verifier that reads them leniently noticing. */
function bentSignature(draw: Draw, text: string): string {
  return withSignature(text, (r, s) => {
    const kind = draw(6);
    if (kind === 0) return [r, toBytes(toNumber(s) + ORDER * BigInt(1 + draw(14)))];
    if (kind === 1) return [toBytes(toNumber(r) ^ (1n << 255n)), s];
    if (kind === 2) return [toBytes((1n << 255n) - 19n + toNumber(r)), s];
    if (kind === 3) return [s, r];
    if (kind === 4) return [r, s, Buffer.alloc(1 + draw(3))];
    return [Buffer.alloc(32, draw(2) * 255), toBytes(ORDER * BigInt(draw(2)))];
  });
}

const UNTRUSTED = /^certificate_(malformed|untrusted)$/;
const INVALID = /^certificate_invalid$/;

const KINDS: [string, RegExp, Kind][] = [
  ["bit of the text", UNTRUSTED, (draw, { good }) => Buffer.from(flipBit(draw, Buffer.from(good))).toString("latin1")],
  ["character", UNTRUSTED, (draw, { good }) => splice(good, draw(good.length), 1, ALPHABET.charAt(draw(64)))],
  ["left out", UNTRUSTED, (draw, { good }) => splice(good, draw(good.length), 1 + draw(8), "")],
  [
    "added",
    UNTRUSTED,
    (draw, { good }) => splice(good, draw(good.length + 1), 0, ALPHABET.charAt(draw(64)).repeat(1 + draw(4))),
  ],
  [
    "strange character",
    UNTRUSTED,
    (draw, { good }) => splice(good, 1 + draw(good.length - 1), draw(2), STRANGE[draw(STRANGE.length)] ?? ""),
  ],
  ["cut off", UNTRUSTED, (draw, { good }) => good.slice(draw(2) * draw(40), draw(good.length))],
  ["spliced", UNTRUSTED, (draw, { good, other }) => good.slice(0, draw(good.length)) + other.slice(draw(other.length))],
  ["parts mixed", UNTRUSTED, mixed],
  ["bit of a part", UNTRUSTED, (draw, { good }) => reencode(good, draw(3), (bytes) => flipBit(draw, bytes))],
  ["signature bent", UNTRUSTED, (draw, { good }) => bentSignature(draw, good)],
  [
    "header exchanged",
    UNTRUSTED,
    (draw, { good, forge }) => reencode(good, 0, () => Buffer.from(weakHeader(draw, forge))),
  ],
  [
    "header signed",
    UNTRUSTED,
    (draw, { forge }) => forge.sign(weakHeader(draw, forge), JSON.stringify(honestPayload())),
  ],
  [
    "payload exchanged",
    UNTRUSTED,
    (draw, { good }) => reencode(good, 1, () => Buffer.from(JSON.stringify(honestPayload({ iat: draw(2e9) })))),
  ],
  [
    "stranger",
    UNTRUSTED,
    (draw, { stranger }) => stranger.signPayload(JSON.stringify(honestPayload({ iat: draw(2e9) }))),
  ],
  ["signed fault", INVALID, (draw, { forge }) => forge.signPayload(breakPayload(draw, honestPayload()))],
  ["signed fault", INVALID, (draw, { forge }) => forge.signPayload(breakPayload(draw, honestPayload()))],
];

/** A mutation that differs from both honest certificates also after white space, quotes and frames are forgiven. */
export async function mutate(draw: Draw, texts: Texts): Promise<Mutation> {
  for (;;) {
    const [kind, reasons, make] = KINDS[draw(KINDS.length)] as (typeof KINDS)[number];
    const text = await make(draw, texts);
    if (![texts.good, texts.other].includes(normalizeKey(text))) return { kind, text, reasons };
  }
}
