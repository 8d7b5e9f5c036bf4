import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generateIssuerKey, signCertificate } from "@/lib/access/issuer-keys";

export const DAY_SECONDS = 86_400;

/** The customer of every certificate that does not say otherwise. */
export const CUSTOMER_ID = "0c0ffee0-0000-4000-8000-000000000001";

/** A line of a certificate, as the payload spells it. */
export type IssuedLicense = {
  id: string;
  product: string;
  name?: string;
  competitive: boolean;
  limit: number;
  not_before: number;
  not_after: number;
  scope?: string[];
};

/** Members of the payload that are not as usual. */
export type CertificateToIssue = {
  licenses?: IssuedLicense[];
  iss?: string;
  jti?: string;
  sub?: string;
  iat?: number;
  organization?: string;
};

export type Issuer = {
  /** The file of public keys that an installation trusts. */
  issuersPath: string;
  /** A new certificate; each is newer than the one before, unless `iat` says otherwise. */
  issue(certificate?: CertificateToIssue): Promise<string>;
};

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** A named license with the given number of seats, in force since ten days and for 227 more. */
export function named(product: string, limit: number, members: Partial<IssuedLicense> = {}): IssuedLicense {
  const term = { not_before: nowSeconds() - 10 * DAY_SECONDS, not_after: nowSeconds() + 227 * DAY_SECONDS };
  return { id: randomUUID(), product, competitive: false, limit, ...term, ...members };
}

export function concurrent(product: string, limit: number, members: Partial<IssuedLicense> = {}): IssuedLicense {
  return named(product, limit, { competitive: true, ...members });
}

/** A term that is over since yesterday, or begins tomorrow. */
export const EXPIRED = { not_before: nowSeconds() - 30 * DAY_SECONDS, not_after: nowSeconds() - DAY_SECONDS };
export const NOT_STARTED = { not_before: nowSeconds() + DAY_SECONDS, not_after: nowSeconds() + 30 * DAY_SECONDS };

/** An issuer with a new key; writes its public half into the folder. */
export async function createIssuer(folder: string): Promise<Issuer> {
  const { privateJwk, issuers } = await generateIssuerKey();
  const issuersPath = join(folder, "issuers.jwks.json");
  await writeFile(issuersPath, JSON.stringify(issuers));
  let issuedAt = nowSeconds() - DAY_SECONDS;
  return {
    issuersPath,
    issue: (certificate = {}) => {
      issuedAt += 1;
      const about = { iss: "Vendor", jti: randomUUID(), sub: CUSTOMER_ID, iat: issuedAt, organization: "Acme" };
      return signCertificate({ ...about, licenses: [named("CALL_CENTER", 5)], ...certificate }, privateJwk);
    },
  };
}
