import { CompactSign } from "jose";
import { describe, expect, it, vi } from "vitest";
import { generateIssuerKey, type IssuerKeys, signCertificate, verifyCertificate } from "@/lib/access/issuer-keys";
import { AppError } from "@/lib/errors";
import { id, payload, payloadLicense } from "@/tests/unit/samples";

// Trying every position is some thousand signatures.
vi.setConfig({ testTimeout: 60_000 });

const issuer = await generateIssuerKey();
const stranger = await generateIssuerKey();
const kid = String(issuer.privateJwk.kid);
const GOOD_HEADER = { alg: "EdDSA", typ: "license+jwt", kid };
const good = await signCertificate(payload(), issuer.privateJwk);
const [header = "", body = "", signature = ""] = good.split(".");
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function base64url(bytes: string | Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

/** Signs any header and any payload with the trusted key, by hand: what jose and `signCertificate` would refuse to. */
async function forge(
  headerText: string,
  payloadText: string | Uint8Array = JSON.stringify(payload()),
): Promise<string> {
  const { d, x, crv, kty } = issuer.privateJwk;
  const key = await crypto.subtle.importKey("jwk", { d, x, crv, kty } as JsonWebKey, "Ed25519", false, ["sign"]);
  const input = `${base64url(headerText)}.${base64url(payloadText)}`;
  return `${input}.${base64url(new Uint8Array(await crypto.subtle.sign("Ed25519", key, Buffer.from(input))))}`;
}

/** The reason code with which a text is refused, or "accepted". Anything but a reason of the closed list fails the test. */
async function reasonFor(text: string, issuers: IssuerKeys = issuer.issuers): Promise<string> {
  try {
    await verifyCertificate(text, issuers);
    return "accepted";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** The text with the character at a position changed to the one with the other lowest bit, which spare bits would hide. */
function flip(text: string, at: number): string {
  const changed = ALPHABET.charAt(ALPHABET.indexOf(text.charAt(at)) ^ 1) || "A";
  return text.slice(0, at) + changed + text.slice(at + 1);
}

describe("a certificate of a trusted issuer", () => {
  it("is read, with its key and in its one spelling", async () => {
    const text = `"-----BEGIN LICENSE-----${good.slice(0, 50)}\n${good.slice(50)} -----END LICENSE-----"`;
    const certificate = await verifyCertificate(text, issuer.issuers);
    expect(certificate).toMatchObject({ id: id(900), customerId: id(800), organization: "Acme", text: good, kid });
  });

  it("is accepted among several keys, so that keys can be replaced, and refused once its key is taken out", async () => {
    const both = { keys: [...stranger.issuers.keys, ...issuer.issuers.keys] };
    expect(await reasonFor(good, both)).toBe("accepted");
    expect(await reasonFor(good, stranger.issuers)).toBe("certificate_untrusted");
    expect(await reasonFor(good, { keys: [] })).toBe("certificate_untrusted");
  });

  it("may be exactly 256 KiB as given, and not a byte more", async () => {
    const filled = good.padEnd(262_144, " ");
    expect(await reasonFor(filled)).toBe("accepted");
    expect(await reasonFor(`${filled} `)).toBe("too_large");
    // Bytes count, not characters.
    expect(await reasonFor("é".repeat(131_073))).toBe("too_large");
  });

  it("may carry header members that mean nothing here", async () => {
    expect(await reasonFor(await forge(JSON.stringify({ ...GOOD_HEADER, cty: "x" })))).toBe("accepted");
  });
});

describe("one changed character", () => {
  it("is refused at every position", async () => {
    const reasons = await Promise.all(Array.from(good).map((_, at) => reasonFor(flip(good, at))));
    const letThrough = reasons.flatMap((reason, at) =>
      /^certificate_(malformed|untrusted)$/.test(reason) ? [] : [at],
    );
    expect(reasons).toHaveLength(good.length);
    expect(letThrough).toEqual([]);
  });

  it.each([header.length - 1, header.length + body.length, good.length - 1])(
    "is refused at position %i, the last of a part, whatever it is changed to",
    async (at) => {
      const others = Array.from(ALPHABET).filter((character) => character !== good[at]);
      const texts = others.map((character) => good.slice(0, at) + character + good.slice(at + 1));
      expect(new Set(await Promise.all(texts.map((text) => reasonFor(text))))).not.toContain("accepted");
    },
  );

  it("is refused when a character is left out or added, at every position", async () => {
    const texts = Array.from(good).flatMap((_, at) => [
      good.slice(0, at) + good.slice(at + 1),
      `${good.slice(0, at)}A${good.slice(at)}`,
    ]);
    expect(new Set(await Promise.all(texts.map((text) => reasonFor(text))))).not.toContain("accepted");
  });
});

describe("a text that is not a compact JWS", () => {
  it.each([
    ["empty", ""],
    ["blank", " \n\t"],
    ["words", "please renew"],
    ["binary", "\u0000\u0001\u00FF.\uD800.\u0002"],
    ["two parts", `${header}.${body}`],
    ["four parts", `${good}.AAAA`],
    ["a JWS in JSON", JSON.stringify({ protected: header, payload: body, signature })],
    ["a padded signature", `${good}==`],
    ["a header that is no JSON", `${base64url("{alg}")}.${body}.${signature}`],
    ["a header that is a list", `${base64url("[]")}.${body}.${signature}`],
    ["a header that is null", `${base64url("null")}.${body}.${signature}`],
    ["a header that is not UTF-8", `${base64url(Uint8Array.of(0x7b, 0xff, 0x7d))}.${body}.${signature}`],
    ["a header behind a byte order mark", `${base64url("\uFEFF{}")}.${body}.${signature}`],
    ["a header of 100,000 levels", `${base64url("[".repeat(100_000))}.${body}.${signature}`],
    ["a header with a key that stands twice", `${base64url('{"alg":"none","alg":"EdDSA"}')}.${body}.${signature}`],
  ])("%s is malformed", async (_, text) => {
    expect(await reasonFor(text)).toBe("certificate_malformed");
  });

  it("with duplicate header keys is malformed although the signature is right", async () => {
    expect(await reasonFor(await forge(`{"alg":"EdDSA",${JSON.stringify(GOOD_HEADER).slice(1)}`))).toBe(
      "certificate_malformed",
    );
  });

  it("of 300 KB is too large before it is read", async () => {
    expect(await reasonFor("x".repeat(300_000))).toBe("too_large");
    expect(await reasonFor(`${good}${"\n".repeat(300_000)}`)).toBe("too_large");
  });
});

describe("a header that weakens the signature", () => {
  it.each([
    ["no alg", { alg: undefined }],
    ["alg none", { alg: "none" }],
    ["alg in other letters", { alg: "eddsa" }],
    ["alg Ed25519, which is another name", { alg: "Ed25519" }],
    ["alg HS256", { alg: "HS256" }],
    ["alg ES256", { alg: "ES256" }],
    ["alg in a list", { alg: ["EdDSA"] }],
    ["no typ", { typ: undefined }],
    ["typ JWT", { typ: "JWT" }],
    ["typ in capitals", { typ: "LICENSE+JWT" }],
    ["crit", { crit: ["exp"] }],
    ["an empty crit", { crit: [] }],
    ["crit of null", { crit: null }],
    ["b64", { b64: true }],
    ["an embedded jwk, even the right one", { jwk: issuer.issuers.keys[0] }],
    ["jku", { jku: "https://vendor.example/keys" }],
    ["x5u", { x5u: "https://vendor.example/cert" }],
    ["x5c", { x5c: [] }],
    ["no kid", { kid: undefined }],
    ["an unknown kid", { kid: "another" }],
    ["a kid that is a number", { kid: 1 }],
    ["a kid that is the name of a member of every object", { kid: "__proto__" }],
  ])("%s is untrusted although the signature is right", async (_, members) => {
    expect(await reasonFor(await forge(JSON.stringify({ ...GOOD_HEADER, ...members })))).toBe("certificate_untrusted");
  });

  it("a missing kid does not match a key without one", async () => {
    const nameless = { keys: issuer.issuers.keys.map((key) => ({ ...key, kid: undefined })) };
    expect(await reasonFor(await forge(JSON.stringify({ ...GOOD_HEADER, kid: undefined })), nameless)).toBe(
      "certificate_untrusted",
    );
  });

  it("alg none with an empty signature is untrusted", async () => {
    const none = base64url(JSON.stringify({ ...GOOD_HEADER, alg: "none" }));
    expect(await reasonFor(`${none}.${body}.`)).toBe("certificate_untrusted");
  });

  it("HS256 with the public key as its secret is untrusted", async () => {
    const secret = Buffer.from(String(issuer.issuers.keys[0]?.x), "base64url");
    const text = await new CompactSign(Buffer.from(JSON.stringify(payload())))
      .setProtectedHeader({ ...GOOD_HEADER, alg: "HS256" })
      .sign(secret);
    expect(await reasonFor(text)).toBe("certificate_untrusted");
  });

  it("a kid that names a key of another kind is untrusted", async () => {
    expect(await reasonFor(good, { keys: [{ kty: "oct", k: "AAAA", kid }] })).toBe("certificate_untrusted");
    expect(await reasonFor(good, { keys: [{ kty: "OKP", crv: "X25519", x: issuer.privateJwk.x, kid }] })).toBe(
      "certificate_untrusted",
    );
    expect(await reasonFor(good, { keys: [{ kty: "OKP", crv: "Ed25519", x: "AAAA", kid }] })).toBe(
      "certificate_untrusted",
    );
  });
});

describe("a signature that is not right", () => {
  it("of another payload is untrusted", async () => {
    const other = await signCertificate(payload({ organization: "Other" }), issuer.privateJwk);
    expect(await reasonFor(`${header}.${other.split(".")[1]}.${signature}`)).toBe("certificate_untrusted");
    expect(await reasonFor(`${header}.${body}.${other.split(".")[2]}`)).toBe("certificate_untrusted");
  });

  it("of a stranger under the trusted kid is untrusted", async () => {
    const text = await signCertificate(payload(), { ...stranger.privateJwk, kid });
    expect(await reasonFor(text)).toBe("certificate_untrusted");
  });

  it.each([
    ["empty", ""],
    ["too short", signature.slice(0, 80)],
    ["all zero", "A".repeat(86)],
    ["too long", `${signature}AA`],
    ["spelled with spare bits", flip(signature, 85)],
  ])("%s is untrusted", async (_, text) => {
    expect(await reasonFor(`${header}.${body}.${text}`)).toBe("certificate_untrusted");
  });

  it("decodes to the same bytes when spelled with spare bits, which is why the spelling is checked", () => {
    expect(Buffer.from(flip(signature, 85), "base64url")).toEqual(Buffer.from(signature, "base64url"));
  });

  it("with white space inside is the same certificate", async () => {
    expect(await reasonFor(`${header}.${body}.${signature.slice(0, 40)} ${signature.slice(40)}`)).toBe("accepted");
  });
});

describe("a signed payload that breaks the rules", () => {
  const overrun = JSON.stringify(payload({}, [payloadLicense({ limit: "RAW" })]));

  it.each([
    ["limit 0", overrun.replace('"RAW"', "0"), "licenses[0].limit: "],
    ["a key that stands twice", overrun.replace('"RAW"', '5,"limit":6'), "licenses[0].limit: "],
    ["exp 1e300", JSON.stringify(payload({ exp: 1 })).replace('"exp":1', '"exp":1e300'), "exp: "],
    ["no JSON", "license", "payload: "],
    ["bytes that are not UTF-8", Uint8Array.of(0x22, 0xc3, 0x28, 0x22), "payload: must be UTF-8"],
    ["100,000 levels", "[".repeat(100_000), "payload: "],
  ])("%s is invalid, and the fault is named", async (_, text, fault) => {
    const forged = await forge(JSON.stringify(GOOD_HEADER), text);
    await expect(verifyCertificate(forged, issuer.issuers)).rejects.toMatchObject({
      code: "certificate_invalid",
      params: { faults: [expect.stringContaining(fault)] },
    });
  });

  it("says nothing of the payload while the signature is wrong", async () => {
    const forged = await forge(JSON.stringify(GOOD_HEADER), "{}");
    expect(await reasonFor(flip(forged, forged.length - 10))).toBe("certificate_untrusted");
  });
});
