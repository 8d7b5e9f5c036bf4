import { describe, expect, it } from "vitest";
import { type Certificate, parsePayload } from "@/lib/licensing/certificate";
import { END, id, payload, payloadLicense, START } from "@/tests/unit/samples";

const HUNDREDS = Array.from({ length: 200 }, (_, n) => `s${n}`);

function accepted(members: Record<string, unknown>, license: Record<string, unknown> = {}): Certificate {
  const certificate = parsePayload(JSON.stringify(payload(members, [payloadLicense(license)])));
  if ("code" in certificate) throw new Error(JSON.stringify(certificate));
  return certificate;
}

describe("a payload without fault", () => {
  it("becomes a certificate with dates, and the product's sections where the scope is left out", () => {
    expect(parsePayload(JSON.stringify(payload({}, [payloadLicense({ product: "EMAIL", name: "Mail" })])))).toEqual({
      id: id(900),
      customerId: id(800),
      organization: "Acme",
      issuer: "Vendor",
      issuedAt: new Date(1_767_225_600_000),
      licenses: [
        {
          id: id(1),
          product: "EMAIL",
          name: "Mail",
          competitive: false,
          limit: 5,
          notBefore: START,
          notAfter: END,
          scope: ["email_profile"],
        },
      ],
    });
  });

  it.each([1, 10_000_000, 50])("accepts limit %i", (limit) => {
    expect(accepted({}, { limit }).licenses[0]?.limit).toBe(limit);
  });

  it("may name CHAT", () => {
    expect(accepted({}, { product: "CHAT" }).licenses[0]).toMatchObject({ product: "CHAT", competitive: false });
  });

  it("accepts the smallest and the largest date, and a term of one second", () => {
    const { licenses } = accepted({}, { not_before: 0, not_after: 253_402_300_799 });
    expect(licenses[0]?.notBefore.toISOString()).toBe("1970-01-01T00:00:00.000Z");
    expect(licenses[0]?.notAfter.toISOString()).toBe("9999-12-31T23:59:59.000Z");
    expect(accepted({}, { not_before: 5, not_after: 6 }).licenses).toHaveLength(1);
  });

  it("ignores members that it does not know, at both levels", () => {
    const certificate = accepted({ extra: { deep: [1] }, name: 5 }, { extra: null, withdrawnAt: 1 });
    expect(certificate).toEqual(accepted({}));
  });

  it("ignores what a well-formed exp and nbf say: every license has its own term", () => {
    expect(accepted({ exp: 1, nbf: 253_402_300_799 })).toEqual(accepted({}));
  });

  it("writes ids in lower case", () => {
    const upper = "ABCDEFAB-CDEF-4ABC-8DEF-ABCDEFABCDEF";
    const certificate = accepted({ jti: upper, sub: upper }, { id: upper });
    expect([certificate.id, certificate.customerId, certificate.licenses[0]?.id]).toEqual(
      Array(3).fill(upper.toLowerCase()),
    );
  });

  it.each(["<script>alert(1)</script>", "Жанна 李 é 🎧", "x".repeat(200), "🎧".repeat(200), " a  b ", "%_*'\"\\"])(
    "keeps the name %j as it is",
    (name) => {
      expect(accepted({ organization: name, iss: name }, { name })).toMatchObject({
        organization: name,
        issuer: name,
        licenses: [{ name }],
      });
    },
  );

  it.each([undefined, null, "", "  "])("takes the name %j for none", (name) => {
    expect(accepted({}, { name }).licenses[0]?.name).toBeNull();
  });

  it.each([
    ["of an unknown product is empty when it is left out", { product: "TELEPATHY" }, []],
    ["may name sections that nobody knows", { scope: ["zeta", "users"] }, ["zeta", "users"]],
    ["may be empty", { scope: [] }, []],
    ["may have names of 1 and of 64 letters", { scope: ["a", "b".repeat(64)] }, ["a", "b".repeat(64)]],
    ["may have 200 names", { scope: HUNDREDS }, HUNDREDS],
  ])("a scope %s", (_, license, scope) => {
    expect(accepted({}, license).licenses[0]?.scope).toEqual(scope);
  });

  it("keeps several licenses of one product apart", () => {
    const licenses = [payloadLicense(), payloadLicense({ id: id(2) })];
    expect(parsePayload(JSON.stringify(payload({}, licenses)))).toMatchObject({
      licenses: [{ id: id(1) }, { id: id(2) }],
    });
  });

  it("may have a thousand licenses", () => {
    const licenses = Array.from({ length: 1000 }, (_, n) => payloadLicense({ id: id(n) }));
    expect(parsePayload(JSON.stringify(payload({}, licenses)))).toMatchObject({ licenses: { length: 1000 } });
  });
});
