import { CompactSign, importJWK } from "jose";
import { expect, it } from "vitest";
import { generateIssuerKey, verifyCertificate } from "@/lib/access/issuer-keys";
import { payload } from "@/tests/unit/samples";

const { issuers, privateJwk } = await generateIssuerKey();

/** A certificate that a trusted key signed, with so long a member in its header. */
async function withHeader(length: number): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload())))
    .setProtectedHeader({ alg: "EdDSA", typ: "license+jwt", kid: String(privateJwk.kid), more: "x".repeat(length) })
    .sign(await importJWK(privateJwk, "EdDSA"));
}

it("a header has 4,096 letters at the most: nothing of a longer one is read before the signature", async () => {
  await expect(verifyCertificate(await withHeader(2_900), issuers)).resolves.toMatchObject({ kid: privateJwk.kid });
  const refused = { code: "certificate_malformed" };
  await expect(verifyCertificate(await withHeader(3_000), issuers)).rejects.toMatchObject(refused);
});
