import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { base64url, createForge, type Forge, honestPayload, ORDER, toBytes, toNumber, withSignature } from "./forge";
import { payloadTexts, rules } from "./signed-attacks";

/** A text made by hand to be let through, and the reasons with which it may be refused. */
export type Attack = [name: string, text: string | Promise<string>, reason: string];

const UNTRUSTED = "certificate_untrusted";
const MALFORMED = "certificate_malformed";

const json = (members: Record<string, unknown> = {}) => JSON.stringify(honestPayload(members));
/** Headers that choose another way to verify, all of them signed by the trusted key. */
function headers(forge: Forge): Attack[] {
  const jwk = forge.issuers.keys[0];
  const members: [string, Record<string, unknown>][] = [
    ...[
      "none",
      "None",
      "nOnE",
      "HS256",
      "RS256",
      "PS256",
      "ES256",
      "ES256K",
      "Ed448",
      "Ed25519",
      "eddsa",
      "EdDSA ",
      "",
    ].map((alg): [string, Record<string, unknown>] => [`alg ${JSON.stringify(alg)}`, { alg }]),
    ["alg in a list", { alg: ["EdDSA"] }],
    ["typ JWT", { typ: "JWT" }],
    ["typ with a Cyrillic letter", { typ: "liсense+jwt" }],
    ["no typ", { typ: undefined }],
    ["the key embedded", { jwk }],
    ["the key by address", { jku: "http://127.0.0.1/keys" }],
    ["a certificate by address", { x5u: "http://127.0.0.1/cert" }],
    ["a certificate chain", { x5c: ["AAAA"] }],
    ["a certificate's thumbprint", { "x5t#S256": "AAAA" }],
    ["crit", { crit: ["exp"], exp: 1 }],
    ["crit that names nothing", { crit: [] }],
    ["crit in capitals is nothing, and b64 false", { CRIT: [], b64: false }],
    ["b64 false with crit", { crit: ["b64"], b64: false }],
    ["zip", { zip: "DEF" }],
    ["zip gz", { zip: "gz" }],
    ["enc", { enc: "A256GCM" }],
    ["kid that climbs", { kid: "../../../../etc/passwd" }],
    ["kid with NUL", { kid: `${forge.kid}\0` }],
    ["kid in a list", { kid: [forge.kid] }],
    ["kid in an object", { kid: { toString: forge.kid } }],
    ["kid __proto__", { kid: "__proto__" }],
    ["kid with SQL", { kid: "' or '1'='1" }],
    ["kid in other case", { kid: forge.kid.toLowerCase() === forge.kid ? "X" : forge.kid.toLowerCase() }],
    ["no kid", { kid: undefined }],
  ];
  return members.map(([name, more]) => [
    name,
    forge.sign(JSON.stringify({ ...forge.header, ...more }), json()),
    UNTRUSTED,
  ]);
}

/** Headers that two readers of JSON would read differently. */
function headerTexts(forge: Forge): Attack[] {
  const honest = JSON.stringify(forge.header);
  const texts: [string, string, string?][] = [
    ["alg twice in the header", `{"alg":"none",${honest.slice(1)}`],
    ["alg twice, once by an escape", `${honest.slice(0, -1)},"\\u0061lg":"none"}`],
    ["kid twice in the header", `${honest.slice(0, -1)},"kid":"other"}`],
    ["a byte order mark before the header", `\ufeff${honest}`],
    ["a comment in the header", `/* */${honest}`],
    ["a header in a list", `[${honest}]`],
    ["a header that is a text", JSON.stringify(honest)],
    ["__proto__ in the header", `{"__proto__":${honest}}`, UNTRUSTED],
    ["a header of 50,000 levels", `{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`],
  ];
  return texts.map(([name, text, reason = MALFORMED]) => [name, forge.sign(text, json()), reason]);
}

/** Signatures by other keys and of other kinds. */
async function otherKeys(forge: Forge): Promise<Attack[]> {
  const stranger = await createForge(forge.kid);
  const input = (header: object) => `${base64url(JSON.stringify({ ...forge.header, ...header }))}.${base64url(json())}`;
  const x = String(forge.issuers.keys[0]?.x);
  const hmac = (header: object, secret: string | Buffer) => {
    const text = input(header);
    return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
  };
  const signed = (header: object, key: ReturnType<typeof generateKeyPairSync>["privateKey"], hash: string | null) => {
    const text = input(header);
    return `${text}.${base64url(sign(hash, Buffer.from(text), key))}`;
  };
  return [
    ["HS256 with the public key as its secret", hmac({ alg: "HS256" }, Buffer.from(x, "base64url")), UNTRUSTED],
    ["HS256 with the key's text as its secret", hmac({ alg: "HS256" }, x), UNTRUSTED],
    ["an HMAC that calls itself EdDSA", hmac({}, x), UNTRUSTED],
    ["Ed448 that calls itself EdDSA", signed({}, generateKeyPairSync("ed448").privateKey, null), UNTRUSTED],
    ["another curve", signed({}, generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey, "sha256"), UNTRUSTED],
    ["RSA", signed({}, generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey, "sha256"), UNTRUSTED],
    ["a stranger with the trusted kid", stranger.signPayload(json()), UNTRUSTED],
    [
      "a stranger with the stranger's own key embedded",
      stranger.sign(JSON.stringify({ ...forge.header, jwk: stranger.issuers.keys[0] }), json()),
      UNTRUSTED,
    ],
    ["alg none without a signature", `${input({ alg: "none" })}.`, UNTRUSTED],
    ["no signature", `${input({})}.`, UNTRUSTED],
  ];
}

/** The part with another last character. */
const spare = (part: string) => `${part.slice(0, -1)}${String.fromCharCode(part.charCodeAt(part.length - 1) + 1)}`;

/** Other spellings of a right signature, and of the whole. */
function spellings(good: string): Attack[] {
  const [header = "", payload = "", signature = ""] = good.split(".");
  return [
    ["S + L", withSignature(good, (r, s) => [r, toBytes(toNumber(s) + ORDER)]), UNTRUSTED],
    ["S + 2L", withSignature(good, (r, s) => [r, toBytes(toNumber(s) + 2n * ORDER)]), UNTRUSTED],
    ["R with its sign turned", withSignature(good, (r, s) => [toBytes(toNumber(r) ^ (1n << 255n)), s]), UNTRUSTED],
    ["R of small order, S zero", withSignature(good, () => [toBytes(1n), toBytes(0n)]), UNTRUSTED],
    ["R beyond the field's prime", withSignature(good, (_, s) => [Buffer.alloc(32, 255), s]), UNTRUSTED],
    ["a signature of zeros", withSignature(good, () => [Buffer.alloc(64)]), UNTRUSTED],
    ["a signature and a byte more", withSignature(good, (r, s) => [r, s, Buffer.alloc(1)]), UNTRUSTED],
    ["a signature and a byte less", withSignature(good, (r, s) => [r, s.subarray(1)]), UNTRUSTED],
    ["spare bits in the signature", `${header}.${payload}.${signature.slice(0, -1)}B`, UNTRUSTED],
    ["spare bits or another last byte in the payload", `${header}.${spare(payload)}.${signature}`, UNTRUSTED],
    ["padding", `${header}.${payload}.${signature}==`, MALFORMED],
    ["the alphabet of base64", `${header}.${payload}.${signature.slice(0, -2)}+/`, MALFORMED],
    ["a percent-encoded dot", good.replace(".", "%2E"), MALFORMED],
    ["a full-width letter", good.replace("e", "ｅ"), MALFORMED],
    ["a Cyrillic letter", good.replace("e", "е"), MALFORMED],
    ["NUL inside", good.replace(".", "\0."), MALFORMED],
    ["NUL at the end", `${good}\0`, MALFORMED],
    ["half a character inside", good.replace(".", "\ud800."), MALFORMED],
    ["a detached payload", `${header}..${signature}`, MALFORMED],
    ["a JWS in JSON, flattened", JSON.stringify({ protected: header, payload, signature }), MALFORMED],
    ["a JWS in JSON, general", JSON.stringify({ payload, signatures: [{ protected: header, signature }] }), MALFORMED],
    ["a JWE of five parts", `${header}.AAAA.AAAA.${payload}.${signature}`, MALFORMED],
    ["an SD-JWT", `${good}~WyJhIiwiYiJd~`, MALFORMED],
    ["two certificates", `${good}.${good}`, MALFORMED],
    ["a frame around a frame", `-----BEGIN A----------BEGIN B-----${good}`, MALFORMED],
    ["parts exchanged", `${payload}.${header}.${signature}`, UNTRUSTED],
  ];
}

/** As large as may be, and larger. */
function sizes(good: string): Attack[] {
  const KIB_256 = 262_144;
  return [
    ["256 KiB of letters", "A".repeat(KIB_256), MALFORMED],
    ["256 KiB in three parts", `${"A".repeat(1000)}.${"A".repeat(KIB_256 - 1088)}.${"A".repeat(86)}`, MALFORMED],
    ["256 KiB of quotes", '"'.repeat(KIB_256), MALFORMED],
    ["256 KiB of frames", "-----BEGIN ".repeat(23_831), MALFORMED],
    ["256 KiB and a blank", good.padEnd(KIB_256 + 1, " "), "too_large"],
    ["1 MiB", "A".repeat(1_048_576), "too_large"],
  ];
}

/** Every attack that we could think of. `good` is an honest certificate of the forge's. */
export async function certificateAttacks(forge: Forge, good: string): Promise<Attack[]> {
  const keys = await otherKeys(forge);
  return [
    headers(forge),
    headerTexts(forge),
    keys,
    spellings(good),
    payloadTexts(forge, good),
    rules(forge),
    sizes(good),
  ].flat();
}
