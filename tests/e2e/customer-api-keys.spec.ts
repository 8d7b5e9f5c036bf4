import { randomUUID } from "node:crypto";
import { REASON_STATUS } from "@/lib/errors";
import { everythingStored, expect, test } from "@/tests/e2e/browsers";
import { addSigner, payload, type Signer } from "@/tests/e2e/signer";
import { named } from "@/tests/support/issuer";

/** The same bytes spelled with a spare bit set in the last character. */
function withSpareBits(part: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return part.slice(0, -1) + alphabet[alphabet.indexOf(part.at(-1) ?? "A") ^ 1];
}

function header(members: object): string {
  return Buffer.from(JSON.stringify(members)).toString("base64url");
}

async function parts(signer: Signer): Promise<[string, string, string]> {
  const [head = "", body = "", signature = ""] = (await signer.sign(payload())).split(".");
  return [head, body, signature];
}

const license = named("CALL_CENTER", 5);
const twice = (json: string, member: string) => json.replace(/^\{/, `{${member},`);

type Refused = [
  what: string,
  make: (signer: Signer) => Promise<string>,
  id: keyof typeof REASON_STATUS,
  names?: string,
];

const KEYS: Refused[] = [
  [
    "spare bits in the signature",
    async (s) => (await parts(s)).map((p, i) => (i === 2 ? withSpareBits(p) : p)).join("."),
    "certificate_untrusted",
  ],
  ["padding", async (s) => `${(await parts(s)).join(".")}==`, "certificate_malformed"],
  ["the other base64 alphabet", async (s) => `${await s.sign(payload())}+/`, "certificate_malformed"],
  ["two parts", async (s) => (await parts(s)).slice(0, 2).join("."), "certificate_malformed"],
  ["five parts", async (s) => [...(await parts(s)), "a", "b"].join("."), "certificate_malformed"],
  ["a header that is no JSON", async (s) => `AAAA${await s.sign(payload())}`, "certificate_malformed"],
  [
    "alg none with an empty signature",
    async (s) => `${header({ alg: "none", typ: "license+jwt", kid: s.kid })}.${(await parts(s))[1]}.`,
    "certificate_untrusted",
  ],
  [
    "alg HS256",
    async (s) => [header({ alg: "HS256", typ: "license+jwt", kid: s.kid }), ...(await parts(s)).slice(1)].join("."),
    "certificate_untrusted",
  ],
  [
    "another header under the same signature",
    async (s) =>
      [header({ alg: "EdDSA", typ: "license+jwt", kid: s.kid, x: 1 }), ...(await parts(s)).slice(1)].join("."),
    "certificate_untrusted",
  ],
  ["a crit header", (s) => s.sign(payload(), { crit: ["x"], x: 1 }), "certificate_untrusted"],
  ["an unknown kid", (s) => s.sign(payload(), { kid: "nobody" }), "certificate_untrusted"],
  ["kid of a wrong type", (s) => s.sign(payload(), { kid: 1 }), "certificate_untrusted"],
  ["another typ", (s) => s.sign(payload(), { typ: "JWT" }), "certificate_untrusted"],
  ["a key brought along", (s) => s.sign(payload(), { jwk: { kty: "OKP" } }), "certificate_untrusted"],
  ["a payload that is no JSON", (s) => s.sign("hello"), "certificate_invalid", "payload"],
  ["a payload that is a list", (s) => s.sign("[]"), "certificate_invalid"],
  [
    "a key twice in the payload",
    (s) => s.sign(twice(JSON.stringify(payload()), '"organization":"Evil"')),
    "certificate_invalid",
    "organization",
  ],
  [
    "a NUL in a name",
    (s) => s.sign(payload({ licenses: [{ ...license, name: "a\0b" }] })),
    "certificate_invalid",
    "licenses[0].name",
  ],
  [
    "a lone surrogate in a name",
    (s) => s.sign(payload({ licenses: [{ ...license, name: "a\ud800b" }] })),
    "certificate_invalid",
    "licenses[0].name",
  ],
  [
    "limit -1",
    (s) => s.sign(payload({ licenses: [{ ...license, limit: -1 }] })),
    "certificate_invalid",
    "licenses[0].limit",
  ],
  [
    "limit 1.5",
    (s) => s.sign(payload({ licenses: [{ ...license, limit: 1.5 }] })),
    "certificate_invalid",
    "licenses[0].limit",
  ],
  [
    "limit as text",
    (s) => s.sign(payload({ licenses: [{ ...license, limit: "5" }] })),
    "certificate_invalid",
    "licenses[0].limit",
  ],
  [
    "limit 1e300",
    (s) => s.sign(payload({ licenses: [{ ...license, limit: 1e300 }] })),
    "certificate_invalid",
    "licenses[0].limit",
  ],
  [
    "an end before the beginning",
    (s) => s.sign(payload({ licenses: [{ ...license, not_after: 1 }] })),
    "certificate_invalid",
    "licenses[0].not_after",
  ],
  [
    "an end beyond all calendars",
    (s) => s.sign(payload({ licenses: [{ ...license, not_after: 1e15 }] })),
    "certificate_invalid",
    "licenses[0].not_after",
  ],
  ["exp 1e300", (s) => s.sign(payload({ exp: 1e300 })), "certificate_invalid", "exp"],
  [
    "one id twice",
    (s) => s.sign(payload({ licenses: [license, { ...license, product: "EMAIL" }] })),
    "certificate_invalid",
    "licenses[1].id",
  ],
  ["no license", (s) => s.sign(payload({ licenses: [] })), "certificate_invalid", "licenses"],
  [
    "concurrent CHAT",
    (s) => s.sign(payload({ licenses: [named("CHAT", 5, { competitive: true })] })),
    "certificate_invalid",
    "competitive",
  ],
  [
    "a product in small letters",
    (s) => s.sign(payload({ licenses: [named("chat", 5)] })),
    "certificate_invalid",
    "licenses[0].product",
  ],
  ["another customer", (s) => s.sign(payload({ sub: randomUUID() })), "certificate_other_customer", "Acme"],
  ["an old one", (s) => s.sign(payload({ iat: 1_700_000_000 })), "certificate_superseded", "14.11.2023"],
];

for (const [what, make, id, names = ""] of KEYS) {
  test(`a key with ${what} is refused as ${id} and changes nothing`, async ({ portal, request }) => {
    await portal.install(license);
    const key = await make(await addSigner());
    const before = await everythingStored(portal);
    for (const query of ["?dry_run=true", ""]) {
      const answer = await request.put(`/api/customer${query}`, { data: { certificate: key } });
      const body = await answer.json();
      expect(body).toMatchObject({ id, code: REASON_STATUS[id], detail: expect.stringContaining(names) });
      expect(Object.keys(body)).toEqual(["id", "code", "status", "detail"]);
      expect(answer.status()).toBe(REASON_STATUS[id]);
    }
    expect(await everythingStored(portal)).toBe(before);
  });
}

test("a license that changes its product under the same id is refused and named", async ({ portal, request }) => {
  await portal.install(license);
  const key = await portal.issue({ licenses: [{ ...license, product: "EMAIL" }] });
  const answer = await request.put("/api/customer", { data: { certificate: key } });
  expect(await answer.json()).toMatchObject({
    id: "certificate_invalid",
    detail: expect.stringContaining("licenses[0].product: must stay CALL_CENTER"),
  });
});

test("members that are not known are ignored, and a good key of a second issuer is accepted", async ({
  portal,
  request,
}) => {
  await portal.install(license);
  const signer = await addSigner();
  const key = await signer.sign(payload({ licenses: [{ ...license, limit: 6, colour: "red" }], note: { a: 1 } }));
  expect((await request.put("/api/customer", { data: { certificate: key } })).status()).toBe(200);
  expect(await portal.sql`select 1 from licenses where "limit" = 6`).toHaveLength(1);
});
