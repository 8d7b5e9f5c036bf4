import { CompactSign, importJWK } from "jose";
import { expect, it } from "vitest";
import { generateIssuerKey, verifyCertificate } from "@/lib/access/issuer-keys";
import { payload } from "@/tests/unit/samples";

const { issuers, privateJwk } = await generateIssuerKey();
const HEADER = { alg: "EdDSA", typ: "license+jwt", kid: String(privateJwk.kid) };
const MORE = JSON.stringify({ ...HEADER, more: "" }).length;

/** A certificate that a trusted key signed, with these members in its header. */
async function withHeader(members: Record<string, unknown>): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload())))
    .setProtectedHeader({ ...HEADER, ...members })
    .sign(await importJWK(privateJwk, "EdDSA"));
}

it("a header has 4,096 letters at the most: nothing of a longer one is read before the signature", async () => {
  const longest = await withHeader({ more: "x".repeat(3_072 - MORE) });
  expect(longest.indexOf(".")).toBe(4_096);
  await expect(verifyCertificate(longest, issuers)).resolves.toMatchObject({ kid: privateJwk.kid });
  const refused = { code: "certificate_malformed", params: { why: "the header is too long" } };
  await expect(verifyCertificate(longest.replace(".", "A."), issuers)).rejects.toMatchObject(refused);
  await expect(verifyCertificate(await withHeader({ more: "x".repeat(3_000) }), issuers)).rejects.toMatchObject(
    refused,
  );
});

it.each(["crit", "b64", "jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256", "enc", "zip"])(
  "%s in a header is refused by its name, whatever it says, before the signature is looked at",
  async (member) => {
    const [, ...rest] = (await withHeader({})).split(".");
    for (const value of [true, false, null, "", []]) {
      const header = Buffer.from(JSON.stringify({ ...HEADER, [member]: value })).toString("base64url");
      await expect(verifyCertificate([header, ...rest].join("."), issuers)).rejects.toMatchObject({
        code: "certificate_untrusted",
        params: { why: `the header has ${member}` },
      });
    }
  },
);
