import { type Refusal, refusal } from "@/lib/errors";
import type { License } from "@/lib/licensing/license";
import { type CertificatePayload, payloadSchema } from "@/lib/licensing/payload-schema";
import { sectionsOf } from "@/lib/licensing/section";
import { pathText, readStrictJson } from "@/lib/licensing/strict-json";

/** A license as a certificate states it. Its scope is already filled in. */
export type CertificateLicense = Omit<License, "withdrawnAt">;

/** What the vendor signed for one customer (specification §2). Ids are in lower case; `id` is the `jti`. */
export type Certificate = {
  id: string;
  customerId: string;
  organization: string;
  issuer: string;
  issuedAt: Date;
  licenses: CertificateLicense[];
};

const QUOTES = "\"'`“”„‟‘’‚‛«»‹›";

/** Takes quotes off both ends, character by character: a pattern would try every start of a long run of quotes. */
function withoutQuotes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && QUOTES.includes(text.charAt(start))) start += 1;
  while (end > start && QUOTES.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/**
 * The bare compact JWS of a pasted license key, or whatever is left of another text. Forgives (§2): white space and
 * invisible joiners anywhere, surrounding quotes, a `-----BEGIN …-----` frame even without its line ends.
 */
export function normalizeKey(text: string): string {
  const unbroken = withoutQuotes(text.replace(/[\s\u200B-\u200D\u2060]/g, ""));
  const unframed = unbroken.replace(/^-{5}BEGIN(?:(?!-{5}).)*-{5}/, "").replace(/-{5}END(?:(?!-{5}).)*-{5}$/, "");
  return withoutQuotes(unframed);
}

/** The three parts of a compact JWS, still in base64url. */
export type CompactJws = { header: string; payload: string; signature: string };

const COMPACT_JWS = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/;

/**
 * Splits a compact JWS (RFC 7515 §7.1): three parts of the base64url alphabet without padding. Refuses anything else
 * as `certificate_malformed`. Only the signature may be empty, as with `alg` none: that text is a JWS, an untrusted one.
 */
export function splitCompactJws(text: string): CompactJws | Refusal {
  const [, header, payload, signature] = COMPACT_JWS.exec(text) ?? [];
  if (header === undefined || payload === undefined || signature === undefined) {
    return refusal("certificate_malformed", { why: "not three parts of base64url" });
  }
  return { header, payload, signature };
}

/**
 * Whether a part is spelled the one way that its bytes have. The last character may carry spare bits that decoding
 * drops (RFC 4648 §3.5), so that one signature would have several spellings.
 */
export function isCanonicalBase64url(part: string): boolean {
  return Buffer.from(part, "base64url").toString("base64url") === part;
}

type PayloadLicense = CertificatePayload["licenses"][number];

function toLicense(license: PayloadLicense): CertificateLicense {
  return {
    id: license.id,
    product: license.product,
    name: license.name?.trim() ? license.name : null,
    competitive: license.competitive,
    limit: license.limit,
    notBefore: new Date(license.not_before * 1000),
    notAfter: new Date(license.not_after * 1000),
    scope: license.scope ?? sectionsOf(license.product),
  };
}

/** The members that are whole numbers, as `pathText` spells their places. */
const WHOLE_NUMBER = /^(iat|exp|nbf|licenses\[\d+\]\.(limit|not_before|not_after))$/;

/** 5.0, 5e0 and -0 are whole numbers to some readers of JSON and not to others: signed once, they must mean one thing. */
function spellingFaults(places: readonly string[]): string[] {
  const wholes = places.filter((place) => WHOLE_NUMBER.test(place));
  return wholes.map((place) => `${place}: must be written without fraction, exponent or sign`);
}

/**
 * Reads a certificate's payload (specification §2), or refuses it as `certificate_invalid` with `params.faults`: one
 * line per fault, such as "licenses[2].limit: must be a whole number from 1 to 10000000", and all of them at once.
 * A scope left out becomes the product's sections (§4); a blank name becomes none. Says nothing about the signature.
 */
export function parsePayload(json: string): Certificate | Refusal {
  const read = readStrictJson(json);
  if (!read) return refusal("certificate_invalid", { faults: ["payload: must be JSON"] });
  const parsed = payloadSchema.safeParse(read.value);
  const schemaFaults = parsed.error?.issues.map((issue) => `${pathText(issue.path)}: ${issue.message}`) ?? [];
  const spelling = spellingFaults(read.oddNumbers).filter(
    (fault) => !schemaFaults.some((other) => other.startsWith(`${fault.split(": ")[0]}: `)),
  );
  const faults = [...read.faults, ...schemaFaults, ...spelling];
  if (!parsed.success || faults.length > 0) return refusal("certificate_invalid", { faults });
  const { jti, sub, organization, iss, iat, licenses } = parsed.data;
  const issuedAt = new Date(iat * 1000);
  return { id: jti, customerId: sub, organization, issuer: iss, issuedAt, licenses: licenses.map(toLicense) };
}
