import type { APIResponse } from "@playwright/test";
import { REASON_STATUS } from "@/lib/errors";
import { everythingStored, expect, test } from "@/tests/e2e/browsers";
import { EXPIRED, named } from "@/tests/support/issuer";

const PATH = "/api/customer";

/** Every refusal has this shape, a code of the closed list and a whole sentence. */
async function expectRefusal(answer: APIResponse, id: keyof typeof REASON_STATUS): Promise<string> {
  const body = await answer.json();
  expect(body).toEqual({
    id,
    code: REASON_STATUS[id],
    status: expect.stringMatching(/^[A-Z][A-Za-z ]+$/),
    detail: expect.stringMatching(/^[A-Z].*[.}]$/s),
  });
  expect(answer.status()).toBe(REASON_STATUS[id]);
  expect(answer.headers()["content-type"]).toContain("application/json");
  return body.detail;
}

test("the first import binds the customer; the same key again changes nothing and answers 200", async ({
  portal,
  request,
}) => {
  const key = await portal.issue({ licenses: [named("CALL_CENTER", 5)] });
  const first = await request.put(PATH, { data: { certificate: key } });
  expect(first.status()).toBe(200);
  expect((await first.json()).changes).toMatchObject([{ change: "new", product: "CALL_CENTER", before: null }]);
  const before = await everythingStored(portal);
  const again = await request.put(PATH, { data: { certificate: key } });
  expect(again.status()).toBe(200);
  expect(await again.json()).toMatchObject({ customer: { organization: "Acme" }, changes: [] });
  expect(await everythingStored(portal)).toBe(before);
});

test("dry_run previews and changes nothing, before and after the first import", async ({ portal, request }) => {
  const license = named("CALL_CENTER", 5);
  const empty = await everythingStored(portal);
  const first = await request.put(`${PATH}?dry_run=true`, { data: { certificate: await portal.issue() } });
  expect(await first.json()).toMatchObject({ customer: null, changes: [{ change: "new" }] });
  expect(await everythingStored(portal)).toBe(empty);

  await portal.install(license, named("EMAIL", 5));
  const before = await everythingStored(portal);
  const key = await portal.issue({ licenses: [{ ...license, limit: 7 }, named("WFM", 3)] });
  const answer = await request.put(`${PATH}?dry_run=true`, { data: { certificate: key } });
  expect((await answer.json()).changes).toMatchObject([
    { change: "renewed", product: "CALL_CENTER", changed: ["limit"], before: { limit: 5 }, after: { limit: 7 } },
    { change: "new", product: "WFM" },
    { change: "withdrawn", product: "EMAIL", after: null },
  ]);
  expect(await everythingStored(portal)).toBe(before);
});

test("the key may stand in the address, and a signed-in browser's cookie is not asked for", async ({
  portal,
  request,
}) => {
  const answer = await request.put(PATH, { params: { certificate: await portal.issue(), dry_run: "true" } });
  expect(answer.status()).toBe(200);
});

test("an empty object beside a key in the address is no other key; without any the member is named", async ({
  portal,
  request,
}) => {
  const params = { certificate: await portal.issue() };
  expect((await request.put(PATH, { params: { ...params, dry_run: "true" }, data: {} })).status()).toBe(200);
  expect(await expectRefusal(await request.put(PATH, { data: {} }), "bad_request")).toContain("certificate");
});

test("a preview asked for in any spelling imports nothing; only no and 0 are none", async ({ portal, request }) => {
  const empty = await everythingStored(portal);
  const data = { certificate: await portal.issue() };
  for (const query of [
    "dry_run=True",
    "dry_run=1",
    "dry_run",
    "dry_run=yes",
    "dry_run=TRUE&dry_run=false",
    "dry_run=false&dry_run=true",
  ]) {
    expect((await request.put(`${PATH}?${query}`, { data })).status()).toBe(200);
    expect(await everythingStored(portal), query).toBe(empty);
  }
  for (const query of ["dry_run=False", "dry_run=0"]) {
    expect((await request.put(`${PATH}?${query}`, { data })).status()).toBe(200);
    expect(await everythingStored(portal), query).not.toBe(empty);
  }
});

test("a preview asked for in the body, or by a name that is not quite its own, imports nothing either", async ({
  portal,
  request,
}) => {
  const empty = await everythingStored(portal);
  const certificate = await portal.issue();
  for (const wish of [true, "true", 1, "yes"]) {
    expect((await request.put(PATH, { data: { certificate, dry_run: wish } })).status()).toBe(200);
    expect(await everythingStored(portal), String(wish)).toBe(empty);
  }
  for (const [query, more] of [
    ["?dryRun=true", {}],
    ["?dry-run=1", {}],
    ["", { dryRun: true }],
    ["", { DRY_RUN: true }],
  ] as const) {
    const answer = await request.put(PATH + query, { data: { certificate, ...more } });
    expect(await expectRefusal(answer, "bad_request")).toMatch(/dry/i);
    expect(await everythingStored(portal)).toBe(empty);
  }
  for (const wish of [false, null, 0, "false"]) {
    expect((await request.put(PATH, { data: { certificate, dry_run: wish } })).status()).toBe(200);
    expect(await everythingStored(portal), String(wish)).not.toBe(empty);
  }
});

test("a key of 256 KiB may stand in the address", async ({ portal, request }) => {
  const licenses = Array.from({ length: 600 }, (_, place) => named(`PRODUCT_${place}`, 5, { name: "x".repeat(100) }));
  const key = await portal.issue({ licenses });
  expect(key.length).toBeGreaterThan(150 * 1024);
  const answer = await request.put(`${PATH}?certificate=${key}`);
  expect((await answer.json()).changes).toHaveLength(600);
});

test("the body is read as JSON whatever its Content-Type", async ({ portal, request }) => {
  const data = Buffer.from(JSON.stringify({ certificate: await portal.issue() }));
  for (const type of [
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/json",
    "multipart/form-data",
    "",
  ]) {
    const answer = await request.put(`${PATH}?dry_run=true`, { headers: { "content-type": type }, data });
    expect([type, answer.status()]).toEqual([type, 200]);
  }
});

test("notify and errors say what is wrong with a license", async ({ portal, request }) => {
  const soon = named("MOBILE", 5, { not_after: Math.floor(Date.now() / 1000) + 86_400 });
  const key = await portal.issue({ licenses: [soon, named("EMAIL", 5, EXPIRED)] });
  const { customer } = await (await request.put(PATH, { data: { certificate: key } })).json();
  expect(customer.license.map(({ product, status }: { product: string; status: object }) => [product, status])).toEqual(
    expect.arrayContaining([
      ["MOBILE", { errors: [], notify: ["license_expires_soon"] }],
      ["EMAIL", { errors: ["license_expired"], notify: [] }],
    ]),
  );
});

test.describe("a body that cannot be read", () => {
  const bodies: [what: string, body: string | Buffer, id: keyof typeof REASON_STATUS, names: string][] = [
    ["broken JSON", '{"certificate":', "bad_request", "body"],
    ["a list", '["a.b.c"]', "bad_request", "body"],
    ["a text", '"a.b.c"', "bad_request", "body"],
    ["null", "null", "bad_request", "body"],
    ["without the member", "{}", "bad_request", "certificate"],
    ["the member is a number", '{"certificate":1}', "bad_request", "certificate"],
    ["the member is null", '{"certificate":null}', "bad_request", "certificate"],
    ["the member is a list", '{"certificate":["a.b.c"]}', "bad_request", "certificate"],
    ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28]), "bad_request", "body"],
    ["NUL bytes", Buffer.alloc(64), "bad_request", "body"],
    ["a form", "certificate=a.b.c", "bad_request", "body"],
    ["deep nesting", "[".repeat(100_000), "bad_request", "body"],
    ["1 MB of blanks in front of nothing", " ".repeat(1_000_000), "certificate_malformed", ""],
    ["an empty key", '{"certificate":""}', "certificate_malformed", ""],
    ["a NUL in the key", '{"certificate":"a\\u0000b.c.d"}', "certificate_malformed", ""],
    ["a lone surrogate in the key", '{"certificate":"\\ud800.b.c"}', "certificate_malformed", ""],
    ["a 300 KB key", JSON.stringify({ certificate: "x".repeat(300_000) }), "too_large", ""],
    ["a 1 MB key", JSON.stringify({ certificate: "x".repeat(1_000_000) }), "too_large", ""],
    ["a 3 MB body", JSON.stringify({ certificate: "x".repeat(3_000_000) }), "too_large", ""],
  ];
  for (const [what, body, id, names] of bodies) {
    test(`${what}: ${id}`, async ({ portal, request }) => {
      await portal.install(named("CALL_CENTER", 5));
      const before = await everythingStored(portal);
      for (const query of ["", "?dry_run=true"]) {
        const detail = await expectRefusal(await request.put(PATH + query, { data: Buffer.from(body) }), id);
        expect(detail).toContain(names);
      }
      expect(await everythingStored(portal)).toBe(before);
    });
  }
});

test("a call without a body and without a key is refused as no license key", async ({ request, portal }) => {
  const before = await everythingStored(portal);
  await expectRefusal(await request.put(PATH), "certificate_malformed");
  await expectRefusal(await request.put(`${PATH}?certificate=`), "certificate_malformed");
  expect(await everythingStored(portal)).toBe(before);
});

test("other methods are not allowed, and none answers with an error of ours", async ({ request }) => {
  for (const method of ["POST", "DELETE", "PATCH"]) {
    expect((await request.fetch(PATH, { method })).status()).toBe(405);
  }
});
