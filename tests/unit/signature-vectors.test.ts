import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calculateJwkThumbprint, compactVerify, importJWK } from "jose";
import { afterAll, describe, expect, it } from "vitest";
import { loadIssuerKeys, verifyCertificate } from "@/lib/access/issuer-keys";

/** Whether the primitive beneath `verifyCertificate` takes a signature; the key goes the same way as an issuer's. */
async function verifies(key: string, signature: string, message: string): Promise<boolean> {
  const x = Buffer.from(key, "hex").toString("base64url");
  const imported = await importJWK({ kty: "OKP", crv: "Ed25519", x }, "EdDSA");
  const [bytes, text] = [Buffer.from(signature, "hex"), Buffer.from(message, "hex")];
  return crypto.subtle.verify("Ed25519", imported, bytes, text);
}

describe("RFC 8037, appendix A", () => {
  const jwk = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
  const jws =
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc." +
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

  it("A.3 and A.4: thumbprint and signature are as printed", async () => {
    expect(await calculateJwkThumbprint(jwk)).toBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    expect((await compactVerify(jws, await importJWK(jwk, "EdDSA"))).payload).toEqual(
      new Uint8Array(Buffer.from("Example of Ed25519 signing")),
    );
  });

  it("A.4 is no license key, whoever is trusted", async () => {
    const issuers = { keys: [{ ...jwk, kid: "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k" }] };
    await expect(verifyCertificate(jws, issuers)).rejects.toMatchObject({ code: "certificate_untrusted" });
  });
});

describe("RFC 8032, section 7.1", () => {
  it.each([
    [
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
      "",
    ],
    [
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
      "72",
    ],
    [
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
      "af82",
    ],
  ])("the signature of %s is right, and of no other text", async (key, signature, message) => {
    expect(await verifies(key, signature, message)).toBe(true);
    expect(await verifies(key, signature, `${message}00`)).toBe(false);
  });
});

/** Wycheproof, ed25519_test.json: its key, one honest signature, and "special values for r and s" (tests 10 to 29). */
describe("Wycheproof", () => {
  const key = "7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa";
  const hello =
    "1c1ad976cbaae3b31dee07971cf92c928ce2091a85f5899f5e11ecec90fc9f8e93df18c5037ec9b29c07195ad284e63d548cd0a6fe358cc775bd6c1608d2c905";
  const zero = "00".repeat(32);
  const one = `01${"00".repeat(31)}`;
  const order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
  const beforeOrder = `ec${order.slice(2)}`;
  const prime = `ed${"ff".repeat(30)}7f`;

  it("test 4 is right, and cut off, longer or by another key it is not", async () => {
    expect(await verifies(key, hello, "48656c6c6f")).toBe(true);
    const bent = [hello.slice(2), hello.slice(0, -2), `${hello}00`, `00${hello}`, hello.slice(0, 64), ""];
    for (const signature of bent) expect(await verifies(key, signature, "48656c6c6f")).toBe(false);
  });

  it("tests 10 to 29: no special value is a signature", async () => {
    const pairs = [zero, one, order, prime].flatMap((r) =>
      [zero, one, beforeOrder, order, prime].map((s) => `${r}${s}`),
    );
    expect(pairs).toHaveLength(20);
    for (const signature of pairs) expect(await verifies(key, signature, "3f")).toBe(false);
  });
});

/**
 * "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko 2020): keys, R and S that verifiers judge differently. Its keys
 * of small order are refused when they are loaded; S beyond the order and R in a second spelling do not verify. Cases 2 and
 * 3 verify, as RFC 8032 has it: their keys were made with a part of small order, which only their owner can do.
 */
describe("ed25519-speccheck", () => {
  const folder = mkdtempSync(join(tmpdir(), "vectors-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("cases 0 and 1: a key of small order is no issuer's", async () => {
    const x = Buffer.from("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", "hex");
    const path = join(folder, "issuers.json");
    writeFileSync(
      path,
      JSON.stringify({ keys: [{ kty: "OKP", crv: "Ed25519", kid: "a", x: x.toString("base64url") }] }),
    );
    await expect(loadIssuerKeys(path)).rejects.toThrow("not a usable Ed25519 key");
  });

  it.each([
    [
      4,
      "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
      "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
      "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
    ],
    [
      6,
      "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
      "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514",
      "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
    ],
    [
      7,
      "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
      "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa19427e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22",
      "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
    ],
    [
      8,
      "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f454d370c8d9fc323a41450f8d513eafeb5b0697390c1e505a0d4ddc71f566607",
      "fdaebc429f4a735932a160da1301080c13280eea8bc280d1b392c6b9e6ba3a5a",
    ],
    [
      9,
      "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f084d5b99c2a9463d9c8bd5026916996984eeec87ddf1d3be329006ace1b37b09",
      "84b698d39be126ff55fe45079e6c8bf64a0d7db6994560b4e96b7021eb39c1a1",
    ],
  ])("case %i does not verify", async (_, key, signature, message) => {
    expect(await verifies(key, signature, message)).toBe(false);
  });
});
