import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { CompactSign, importJWK } from "jose";
import { generateIssuerKey } from "@/lib/access/issuer-keys";
import { CUSTOMER_ID, named, nowSeconds } from "@/tests/support/issuer";

/** Signs any payload under any header with a key that the running installation trusts: what a careless vendor might do. */
export type Signer = {
  kid: string;
  sign: (content: string | object, header?: Record<string, unknown>) => Promise<string>;
};

/** Adds a new key to the issuers' file; the portal reads it at each import. */
export async function addSigner(): Promise<Signer> {
  const path = process.env.LICENSE_ISSUERS ?? "";
  const { privateJwk, issuers } = await generateIssuerKey();
  const known = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ keys: [...known.keys, ...issuers.keys] }));
  const key = await importJWK(privateJwk, "EdDSA");
  const kid = privateJwk.kid ?? "";
  return {
    kid,
    sign: async (content, header = {}) => {
      const bytes = new TextEncoder().encode(typeof content === "string" ? content : JSON.stringify(content));
      const merged = { alg: "EdDSA", typ: "license+jwt", kid, ...header };
      return new CompactSign(bytes).setProtectedHeader(merged).sign(key, { crit: { b64: true, x: true } });
    },
  };
}

/** A payload without a fault, some members replaced. */
export function payload(members: Record<string, unknown> = {}): Record<string, unknown> {
  const about = { iss: "Vendor", jti: randomUUID(), sub: CUSTOMER_ID, iat: nowSeconds(), organization: "Acme" };
  return { ...about, licenses: [named("CALL_CENTER", 5)], ...members };
}
