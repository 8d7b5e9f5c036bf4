import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { generateIssuerKey, type IssuerKeys } from "@/lib/access/issuer-keys";
import { CUSTOMER_ID, named } from "@/tests/support/issuer";

/** An issuer's key in the hands of somebody who signs what no issuer would. */
export type Forge = {
  issuers: IssuerKeys;
  kid: string;
  /** The header of an honest certificate. */
  header: Record<string, unknown>;
  /** Signs any header and any payload, byte for byte. */
  sign(header: string, payload: string | Uint8Array): Promise<string>;
  /** The same with the honest header. */
  signPayload(payload: string | Uint8Array): Promise<string>;
};

export function base64url(bytes: string | Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

/** The payload of an honest certificate of one customer, new at each call. */
export function honestPayload(members: Record<string, unknown> = {}) {
  const about = { iss: "Vendor", jti: randomUUID(), sub: CUSTOMER_ID, iat: 1_767_225_600, organization: "Acme" };
  return { ...about, licenses: [named("CALL_CENTER", 5, { name: "Agents", scope: ["users", "calls"] })], ...members };
}

export async function createForge(kid?: string): Promise<Forge> {
  const { privateJwk, issuers } = await generateIssuerKey();
  const { d, x, crv, kty } = privateJwk;
  const key = await crypto.subtle.importKey("jwk", { d, x, crv, kty } as JsonWebKey, "Ed25519", false, ["sign"]);
  const keyId = kid ?? String(privateJwk.kid);
  const header = { alg: "EdDSA", typ: "license+jwt", kid: keyId };
  const sign = async (headerText: string, payload: string | Uint8Array) => {
    const input = `${base64url(headerText)}.${base64url(payload)}`;
    return `${input}.${base64url(new Uint8Array(await crypto.subtle.sign("Ed25519", key, Buffer.from(input))))}`;
  };
  return { issuers, kid: keyId, header, sign, signPayload: (payload) => sign(JSON.stringify(header), payload) };
}

/** Writes the file of issuers that an installation is to trust. */
export function trust(forge: Forge, path: string): string {
  writeFileSync(path, JSON.stringify(forge.issuers));
  return path;
}

/** The order of Ed25519's group: what may be added to the second half of a signature without breaking its equation. */
export const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** 32 bytes as a number, the lowest byte first, and back. */
export function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(Uint8Array.from(bytes).toReversed()).toString("hex")}`);
}

export function toBytes(number: bigint): Buffer {
  const highestFirst = Buffer.from((number % 2n ** 256n).toString(16).padStart(64, "0"), "hex");
  return Buffer.from(Uint8Array.from(highestFirst).toReversed());
}

/** The text with its signature's two halves (R and S, 32 bytes each) changed. */
export function withSignature(text: string, change: (r: Buffer, s: Buffer) => Uint8Array[]): string {
  const [header, payload, signature = ""] = text.split(".");
  const bytes = Buffer.from(signature, "base64url");
  return `${header}.${payload}.${base64url(Buffer.concat(change(bytes.subarray(0, 32), bytes.subarray(32))))}`;
}
