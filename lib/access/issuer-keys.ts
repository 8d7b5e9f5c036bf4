import { readFile } from "node:fs/promises";
import {
  CompactSign,
  calculateJwkThumbprint,
  compactVerify,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from "jose";
import { z } from "zod";
import { isWeakPoint } from "@/lib/access/weak-point";
import { AppError } from "@/lib/errors";
import {
  type Certificate,
  isCanonicalBase64url,
  normalizeKey,
  parsePayload,
  splitCompactJws,
} from "@/lib/licensing/certificate";
import { readStrictJson } from "@/lib/licensing/strict-json";

/** A certificate's text may not be larger than this, as it is given (specification §2). */
export const MAX_CERTIFICATE_BYTES = 256 * 1024;

/** Three members have room many times over. What is read before the signature is looked at may be anybody's. */
const MAX_HEADER_LETTERS = 4_096;

const ALGORITHM = "EdDSA";
const TYPE = "license+jwt";
/** Header members that bring a key along, point to one, or change what is signed (RFC 7515 §4.1, RFC 7797, RFC 7516 §4.1). */
const REFUSED_HEADERS = ["crit", "b64", "jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256", "enc", "zip"];
/** The private members of a JWK of any kind (RFC 7518 §6). */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/** Public keys of the issuers that an installation trusts; several, so that a key can be replaced. */
export type IssuerKeys = { keys: JWK[] };

/** A certificate that its issuer's key vouches for, with its text in the one spelling that is stored, and that key. */
export type VerifiedCertificate = Certificate & { text: string; kid: string };

function isEd25519(key: JWK): boolean {
  return key.kty === "OKP" && key.crv === "Ed25519";
}

function untrusted(why: string): AppError {
  return new AppError("certificate_untrusted", { why });
}

function tooLarge(): AppError {
  return new AppError("too_large", { maxBytes: MAX_CERTIFICATE_BYTES });
}

/** Text of bytes that must be UTF-8, or null. A byte order mark stays in and is then no JSON. */
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function readHeader(part: string): Record<string, unknown> {
  if (part.length > MAX_HEADER_LETTERS) throw new AppError("certificate_malformed", { why: "the header is too long" });
  const read = readStrictJson(decodeUtf8(Buffer.from(part, "base64url")) ?? "");
  const header = read?.value;
  const isObject = typeof header === "object" && header !== null && !Array.isArray(header);
  if (!read || read.faults.length > 0 || !isObject) {
    throw new AppError("certificate_malformed", { why: "the header is not a JSON object" });
  }
  return { ...header };
}

/** The one key that the header names, after everything in the header that would weaken the check was refused. */
function issuerKeyOf(header: Record<string, unknown>, issuers: IssuerKeys): JWK & { kid: string } {
  if (header.alg !== ALGORITHM) throw untrusted("the algorithm is not EdDSA");
  if (header.typ !== TYPE) throw untrusted(`the type is not ${TYPE}`);
  const refused = REFUSED_HEADERS.find((name) => Object.hasOwn(header, name));
  if (refused) throw untrusted(`the header has ${refused}`);
  const { kid } = header;
  const key = issuers.keys.find((each) => each.kid === kid);
  if (typeof kid !== "string" || !key || !isEd25519(key)) throw untrusted("the issuer's key is not known");
  return { ...key, kid };
}

/** The payload's bytes, if the signature over `text` is that of `key`. */
async function verifySignature(text: string, { kty, crv, x }: JWK): Promise<Uint8Array> {
  try {
    const key = await importJWK({ kty, crv, x }, ALGORITHM);
    return (await compactVerify(text, key, { algorithms: [ALGORITHM] })).payload;
  } catch {
    // Whatever fails here fails because of the text: the keys were imported once when they were loaded.
    throw untrusted("the signature is not right");
  }
}

/**
 * Reads a license key and believes it only if a key of `issuers` signed it (specification §2, RFC 7515, RFC 8037).
 * Works offline. Nothing of the payload is read before the signature is right. Throws, in this order: `too_large` over
 * 256 KiB of the text as given, `certificate_malformed` (not a compact JWS), `certificate_untrusted` (another spelling
 * of the bytes, algorithm, type, header or key, wrong signature), `certificate_invalid` with every fault.
 */
export async function verifyCertificate(text: string, issuers: IssuerKeys): Promise<VerifiedCertificate> {
  if (Buffer.byteLength(text) > MAX_CERTIFICATE_BYTES) throw tooLarge();
  const key = normalizeKey(text);
  const parts = splitCompactJws(key);
  if ("code" in parts) throw AppError.from(parts);
  const header = readHeader(parts.header);
  if (!Object.values(parts).every(isCanonicalBase64url)) throw untrusted("the text is not spelled as it was issued");
  const issuerKey = issuerKeyOf(header, issuers);
  const json = decodeUtf8(await verifySignature(key, issuerKey));
  if (json === null) throw new AppError("certificate_invalid", { faults: ["payload: must be UTF-8"] });
  const certificate = parsePayload(json);
  if ("code" in certificate) throw AppError.from(certificate);
  return { ...certificate, text: key, kid: issuerKey.kid };
}

const member = z.string().optional();
const jwksSchema = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), crv: member, x: member, kid: member })),
});

/** Why a key cannot be an issuer's, or null: one of another kind or for another purpose. */
function whyForeign({ kty, crv, kid, use }: JWK): string | null {
  if (!isEd25519({ kty, crv })) return "is not an Ed25519 key (kty OKP, crv Ed25519)";
  if (!kid) return "has no kid";
  return use === undefined || use === "sig" ? null : "is not meant for signatures (use sig)";
}

/** What an operator must put right about one key, or null. */
async function faultOfKey(key: JWK, others: readonly JWK[]): Promise<string | null> {
  if (PRIVATE_MEMBERS.some((name) => Object.hasOwn(key, name))) {
    return "has a private part; only public keys belong into the portal";
  }
  if (whyForeign(key) !== null) return null;
  const isNamesake = (other: JWK) => other.kid === key.kid && other.x !== key.x && whyForeign(other) === null;
  if (others.some(isNamesake)) return `repeats the kid ${key.kid}`;
  const { kty, crv, x = "" } = key;
  const usable = await importJWK({ kty, crv, x }, ALGORITHM).catch(() => null);
  const isWhole = usable !== null && isCanonicalBase64url(x) && !isWeakPoint(Buffer.from(x, "base64url"));
  return isWhole ? null : "is not a usable Ed25519 key";
}

/**
 * Reads the issuers' public keys from a JWKS file (configuration LICENSE_ISSUERS). Keys of other kinds and for other
 * purposes are passed over (RFC 7517 §5). Throws a plain `Error` whose sentence tells the operator what to put right: a
 * file that is not a JWKS, holds no Ed25519 key for signatures, a private part, one that is cut off or of small order, or
 * two keys of one kid. The same key twice is one.
 */
export async function loadIssuerKeys(path: string): Promise<IssuerKeys> {
  const refuse = (what: string) => new Error(`Issuer keys ${path}: ${what}.`);
  const text = await readFile(path, "utf8").catch((error: Error) => {
    throw refuse(`cannot be read (${error.message})`);
  });
  const read = readStrictJson(text);
  const jwks = jwksSchema.safeParse(read?.value);
  if (!jwks.success || read?.faults.length !== 0) throw refuse('not a JWKS, {"keys": [{"kty": …}]}');
  const { keys } = jwks.data;
  const [first] = keys;
  if (first === undefined) throw refuse("the file holds no key");
  const faults = await Promise.all(keys.map((key, index) => faultOfKey(key, keys.slice(0, index))));
  const faulty = faults.findIndex((fault) => fault !== null);
  if (faulty >= 0) throw refuse(`keys[${faulty}] ${faults[faulty]}`);
  const own = keys.filter((key) => whyForeign(key) === null);
  if (own.length === 0) throw refuse(`keys[0] ${whyForeign(first)}`);
  return { keys: own };
}

/** A new Ed25519 pair of an issuer, its kid the key's own thumbprint (RFC 7638). The private half is the vendor's. */
export async function generateIssuerKey(): Promise<{ privateJwk: JWK; issuers: IssuerKeys }> {
  const pair = await generateKeyPair(ALGORITHM, { crv: "Ed25519", extractable: true });
  const publicJwk = await exportJWK(pair.publicKey);
  const about = { kid: await calculateJwkThumbprint(publicJwk), use: "sig", alg: ALGORITHM };
  return {
    privateJwk: { ...(await exportJWK(pair.privateKey)), ...about },
    issuers: { keys: [{ ...publicJwk, ...about }] },
  };
}

/**
 * Issues a certificate: signs the payload of specification §2 and returns the license key. The vendor's side; the
 * portal never calls it. Throws `certificate_invalid` with every fault before anything is signed, `too_large` when the
 * result would not be accepted, and a plain `Error` when the key is not a private Ed25519 key.
 */
export async function signCertificate(payload: object, privateJwk: JWK): Promise<string> {
  if (!isEd25519(privateJwk) || typeof privateJwk.d !== "string") throw new Error("Not a private Ed25519 key.");
  const json = JSON.stringify(payload);
  const certificate = parsePayload(json);
  if ("code" in certificate) throw AppError.from(certificate);
  const kid = privateJwk.kid ?? (await calculateJwkThumbprint(privateJwk));
  const text = await new CompactSign(new TextEncoder().encode(json))
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
    .sign(await importJWK(privateJwk, ALGORITHM));
  if (text.length > MAX_CERTIFICATE_BYTES) throw tooLarge();
  return text;
}
