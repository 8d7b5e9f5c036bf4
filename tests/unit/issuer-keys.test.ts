import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  generateIssuerKey,
  type IssuerKeys,
  loadIssuerKeys,
  signCertificate,
  verifyCertificate,
} from "@/lib/access/issuer-keys";
import { id, payload, payloadLicense } from "@/tests/unit/samples";

const issuer = await generateIssuerKey();
const stranger = await generateIssuerKey();
const kid = String(issuer.privateJwk.kid);

/** The same 32 bytes in another spelling: every fourth letter of the alphabet ends one, and the next one has a spare bit. */
function withSpareBit(x = ""): string {
  return x.slice(0, -1) + String.fromCharCode(x.charCodeAt(x.length - 1) + 1);
}

/** A certificate with so long a member that is ignored; with a kid of this length it can have 256 KiB to the byte. */
function issueFilled(length: number): Promise<string> {
  return signCertificate(payload({ more: "x".repeat(length) }), { ...issuer.privateJwk, kid: "2027" });
}

describe("signCertificate", () => {
  it("signs nothing that breaks the rules", async () => {
    const signing = signCertificate(payload({}, [payloadLicense({ limit: 0 })]), issuer.privateJwk);
    await expect(signing).rejects.toMatchObject({ code: "certificate_invalid" });
  });

  it("needs a private Ed25519 key", async () => {
    await expect(signCertificate(payload(), issuer.issuers.keys[0] ?? {})).rejects.toThrow("Not a private Ed25519 key");
  });

  it("needs a key of the very curve", async () => {
    for (const other of [{ crv: "X25519" }, { kty: "EC" }]) {
      const signing = signCertificate(payload(), { ...issuer.privateJwk, ...other });
      await expect(signing).rejects.toThrow("Not a private Ed25519 key");
    }
  });

  it("issues what has 256 KiB, and nothing longer", async () => {
    const fill = Math.floor(((262_144 - (await issueFilled(0)).length) * 3) / 4);
    expect(await issueFilled(fill)).toHaveLength(262_144);
    await expect(issueFilled(fill + 1)).rejects.toMatchObject({ code: "too_large" });
  });

  it("names a key by the kid that it has", async () => {
    const named = { keys: issuer.issuers.keys.map((each) => ({ ...each, kid: "2027" })) };
    const text = await signCertificate(payload(), { ...issuer.privateJwk, kid: "2027" });
    expect(await verifyCertificate(text, named)).toMatchObject({ kid: "2027" });
  });

  it("refuses to issue what no portal would take", async () => {
    const licenses = Array.from({ length: 1000 }, (_, n) => payloadLicense({ id: id(n), name: "x".repeat(200) }));
    await expect(signCertificate(payload({}, licenses), issuer.privateJwk)).rejects.toMatchObject({
      code: "too_large",
    });
  });

  it("names a key without kid by its thumbprint", async () => {
    const text = await signCertificate(payload(), { ...issuer.privateJwk, kid: undefined });
    expect(await verifyCertificate(text, issuer.issuers)).toMatchObject({ kid });
  });
});

describe("loadIssuerKeys", async () => {
  const folder = await mkdtemp(join(tmpdir(), "issuer-keys-"));
  afterAll(() => rm(folder, { recursive: true }));
  const [key] = issuer.issuers.keys;

  async function load(content: unknown): Promise<IssuerKeys> {
    const path = join(folder, "issuers.json");
    await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
    return loadIssuerKeys(path);
  }

  it("gives the keys with which certificates are verified", async () => {
    const issuers = await load({ keys: [...stranger.issuers.keys, key] });
    expect(issuers.keys).toHaveLength(2);
    expect(await verifyCertificate(await signCertificate(payload(), issuer.privateJwk), issuers)).toMatchObject({
      kid,
    });
  });

  it.each([
    ["of another kind", { kty: "RSA", n: "AQAB", e: "AQAB", kid: "other" }],
    ["of another curve", { kty: "OKP", crv: "X25519", x: key?.x, kid: "other" }],
    ["without kid", { ...key, kid: undefined }],
    ["with an empty kid", { ...key, kid: "" }],
    ["that encrypts", { ...key, use: "enc" }],
    ["for a purpose that nobody knows", { ...key, use: "wrap" }],
    ["of another curve under the same kid", { kty: "OKP", crv: "X25519", x: "AAAA", kid }],
    ["of another kind that names the curve", { kty: "EC", crv: "Ed25519", x: "AAAA", kid: "other" }],
  ])("passes over a key %s beside the issuer's own", async (_, other) => {
    expect((await load({ keys: [other, key] })).keys).toEqual([key]);
  });

  it("takes a key that does not say what it is for", async () => {
    expect((await load({ keys: [{ ...key, use: undefined }] })).keys).toMatchObject([{ kid }]);
    expect(key).toMatchObject({ use: "sig", alg: "EdDSA" });
  });

  it.each(["d", "p", "q", "dp", "dq", "qi", "oth", "k"])(
    "refuses the private member %s, even an empty one",
    async (member) => {
      for (const value of ["AQAB", "", null]) {
        await expect(load({ keys: [key, { kty: "RSA", [member]: value }] })).rejects.toThrow(
          "keys[1] has a private part",
        );
      }
    },
  );

  it("takes the same key twice, as where two files were joined", async () => {
    const text = await signCertificate(payload(), issuer.privateJwk);
    expect(await verifyCertificate(text, await load({ keys: [key, key] }))).toMatchObject({ kid });
  });

  it.each([
    ["a private part", { keys: [key, issuer.privateJwk] }, "keys[1] has a private part"],
    [
      "a private part of another kind",
      { keys: [key, { kty: "RSA", n: "AQAB", e: "AQAB", d: "AQAB" }] },
      "keys[1] has a private part",
    ],
    ["a bare key", key, "not a JWKS"],
    ["a list", [key], "not a JWKS"],
    ["a key that is null", { keys: [null] }, "not a JWKS"],
    ["no JSON", "{", "not a JWKS"],
    ["keys twice", `{"keys":[],"keys":${JSON.stringify([key])}}`, "not a JWKS"],
    ["no key", { keys: [] }, "holds no key"],
    ["an RSA key", { keys: [{ kty: "RSA", n: "AQAB", e: "AQAB", kid }] }, "keys[0] is not an Ed25519 key"],
    ["a key without kid", { keys: [{ ...key, kid: undefined }] }, "keys[0] has no kid"],
    ["one kid of two keys", { keys: [key, { ...stranger.issuers.keys[0], kid }] }, "keys[1] repeats the kid"],
    ["a key that is cut off", { keys: [{ ...key, x: "AAAA" }] }, "keys[0] is not a usable Ed25519 key"],
    [
      "a key of 31 bytes",
      { keys: [{ ...key, x: Buffer.alloc(31, 7).toString("base64url") }] },
      "keys[0] is not a usable",
    ],
    [
      "a key of 33 bytes",
      { keys: [{ ...key, x: Buffer.alloc(33, 7).toString("base64url") }] },
      "keys[0] is not a usable",
    ],
    ["a key spelled with spare bits", { keys: [{ ...key, x: withSpareBit(key?.x) }] }, "keys[0] is not a usable"],
    ["a key that encrypts", { keys: [{ ...key, use: "enc" }] }, "keys[0] is not meant for signatures"],
  ])("refuses %s with a sentence for the operator", async (_, content, sentence) => {
    await expect(load(content)).rejects.toThrow(sentence);
  });

  it.each([
    ["order 1", "0100000000000000000000000000000000000000000000000000000000000000"],
    ["order 2", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"],
    ["order 4", "0000000000000000000000000000000000000000000000000000000000000080"],
    ["order 8", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"],
    ["order 8, the other height", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"],
    ["order 1 in its second spelling", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"],
  ])("refuses a point of %s, under which anybody can sign", async (_, point) => {
    const x = Buffer.from(point, "hex").toString("base64url");
    await expect(load({ keys: [{ ...key, x }] })).rejects.toThrow("keys[0] is not a usable Ed25519 key");
  });

  it("refuses a file that is not there, and names it", async () => {
    await expect(loadIssuerKeys(join(folder, "none.json"))).rejects.toThrow(/none\.json.*cannot be read/);
  });

  it("knows a new key by its RFC 7638 thumbprint", async () => {
    const x = key?.x;
    const digest = await crypto.subtle.digest("SHA-256", Buffer.from(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`));
    expect(kid).toBe(Buffer.from(digest).toString("base64url"));
  });
});
