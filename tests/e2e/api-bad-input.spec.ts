import { randomUUID } from "node:crypto";
import { type Api, type Call, callsOf, expect, openApiOf, test } from "@/tests/e2e/api";
import { named } from "@/tests/support/issuer";
import type { Person } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

type Furnished = { admin: Person; token: string; path: (template: string) => string };

/** A person and a license for the place holders of paths, and somebody who may everything. */
async function furnish(portal: Portal, api: Api): Promise<Furnished> {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const admin = await portal.addUser("admin@acme.example", { roles: ["sysadmin"] });
  const path = (template: string) =>
    template
      .replace("/products/{id}", `/products/${license.id}`)
      .replace("{id}", admin.id)
      .replace(/\{\w+\}/, license.id);
  return { admin, token: await api.tokenOf(admin), path };
}

/** Signing out would end the very token that the others are tried with. */
const isHarmless = ({ template }: Call) => template !== "/logout";

test("a method that an address does not take is 405, and says which it takes", async ({ portal, api }) => {
  const { token, path } = await furnish(portal, api);
  const { paths } = await openApiOf(portal);
  for (const [template, calls] of Object.entries(paths)) {
    const taken = Object.keys(calls).map((method) => method.toUpperCase());
    const options = await api.call("OPTIONS", path(template));
    expect([options.status, options.text]).toEqual([204, ""]);
    for (const method of taken) expect(options.headers.get("allow")?.split(", ")).toContain(method);
    for (const method of METHODS.filter((each) => !taken.includes(each))) {
      const answer = await api.call(method, path(template), { token });
      expect(answer.status, `${method} ${template}`).toBe(405);
      expect(answer.headers.get("allow")).toBe(options.headers.get("allow"));
      expect(answer.body).toMatchObject({ id: "bad_request", code: 405, status: "Method Not Allowed" });
    }
  }
});

test("without a token, with a wrong one and with a browser's cookie every call but the open ones is 401, alike", async ({
  page,
  portal,
  api,
}) => {
  const { admin, path } = await furnish(portal, api);
  await portal.signIn(page, admin);
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const ways: Record<string, string>[] = [
    {},
    { "x-webitel-access": "" },
    { "x-webitel-access": "nonsense" },
    { authorization: "Bearer x" },
    { authorization: "Basic eDp5" },
    { "x-webitel-access": "x".repeat(4_000) },
    { cookie: cookies },
  ];
  const answers = new Set<string>();
  for (const { template, method, described } of await callsOf(portal)) {
    if (described.security.length === 0) continue;
    for (const headers of ways) {
      const answer = await api.call(method, path(template), { headers });
      expect(answer.status, `${method} ${template} ${JSON.stringify(headers)}`).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
      answers.add(answer.text);
    }
  }
  expect(answers.size).toBe(1);
});

test("HEAD is GET without its body", async ({ portal, api }) => {
  const { token, path } = await furnish(portal, api);
  for (const { template } of (await callsOf(portal)).filter(({ method }) => method === "GET")) {
    const [get, head] = [
      await api.call("GET", path(template), { token }),
      await api.call("HEAD", path(template), { token }),
    ];
    expect([head.status, head.text], template).toEqual([get.status, ""]);
    expect(head.headers.get("content-type")).toBe(get.headers.get("content-type"));
  }
});

const BODIES: [name: string, body: string | Uint8Array<ArrayBuffer>, status: number][] = [
  ["no JSON", "{certificate", 400],
  ["a list", "[]", 400],
  ["a text", '"x"', 400],
  ["null", "null", 400],
  ["bytes that are not UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400],
  ["NUL in a member", '{"x":"a\\u0000b"}', 400],
  ["half a character in a member", '{"x":"\\ud800"}', 400],
  ["lists too deep for its reader", `{"x":${"[".repeat(30_000)}`, 400],
  ["8 MB", `{"x":"${"y".repeat(8 * 1024 * 1024)}"}`, 413],
];

test("a body that cannot be read is 400 with the field, a huge one 413; nothing changes and no stack is told", async ({
  portal,
  api,
}) => {
  test.setTimeout(120_000);
  const { token, path } = await furnish(portal, api);
  const [before] = await portal.sql`select count(*)::int as entries from audit_entries`;
  for (const { template, method, described } of (await callsOf(portal)).filter(isHarmless)) {
    if (!described.requestBody) continue;
    for (const [name, body, status] of BODIES) {
      const answer = await fetch(`${portal.url}/api${path(template)}`, {
        method,
        body,
        headers: { "x-webitel-access": token },
      });
      const text = await answer.text();
      expect(answer.status, `${method} ${template} with ${name}: ${text}`).toBe(status);
      expect(JSON.parse(text)).toMatchObject({ id: status === 413 ? "too_large" : "bad_request", code: status });
      expect(text).not.toMatch(/ at \S+:\d+|node_modules|\.ts\b|\.js\b/);
    }
  }
  const [after] = await portal.sql`select count(*)::int as entries from audit_entries`;
  expect(after).toEqual(before);
});

const ODD = [
  "abc",
  "-1",
  "1e3",
  "0x10",
  "99999999999999999999",
  "%00",
  "%F0%9F%8E%89",
  "'; drop table users --",
  "..%2f..",
];

test("an id that is none is 404, on every call that takes one", async ({ portal, api }) => {
  const { token } = await furnish(portal, api);
  for (const { template, method } of await callsOf(portal)) {
    if (!template.includes("{")) continue;
    for (const odd of ODD) {
      const answer = await api.call(method, template.replace(/\{\w+\}/g, encodeURI(odd)), {
        token,
        ...(method === "GET" ? {} : { body: {} }),
      });
      expect(answer.status, `${method} ${template} ${odd}`).toBe(404);
      expect(answer.body).toMatchObject({ id: "not_found" });
    }
  }
});

const ODD_QUERIES = [
  "page=-3&size=0",
  "page=abc&size=1000000",
  "page=1000000000000&size=1.5",
  "sort=nonsense&sort=-&sort=!&sort=",
  "fields=nonsense&fields=&q=",
  "id=&id=x&id=1e9&cursor=",
  `id=${"7,".repeat(40_000)}`,
  Array.from({ length: 2_000 }, () => `sort=license.${randomUUID()}`).join("&"),
  `q=${encodeURIComponent("%_\\*'\"\0🎉")}`,
  `q=${"x".repeat(10_000)}`,
  "q=%FF&page=%00",
];

test("nonsense in an address falls back to the default", async ({ portal, api }) => {
  const { token, path } = await furnish(portal, api);
  for (const { template, method, described } of (await callsOf(portal)).filter((call) => call.method === "GET")) {
    if (!described.parameters.some(({ name }) => name === "page")) continue;
    for (const query of ODD_QUERIES) {
      const { status, body } = await api.call(method, `${path(template)}?${query}`, { token });
      expect(status, `${template}?${query.slice(0, 100)}`).toBe(200);
      expect(Array.isArray(body.items)).toBe(true);
    }
  }
});

test("a cursor that no answer gave is refused by name: a reader that began anew would never end", async ({
  portal,
  api,
}) => {
  const { token, path } = await furnish(portal, api);
  const lists = (await callsOf(portal)).filter(({ described }) =>
    described.parameters.some(({ name }) => name === "cursor"),
  );
  expect(lists.length).toBeGreaterThan(1);
  for (const { template, method } of lists) {
    for (const cursor of ["abc", "16.5", "-5", "1e3", "%20", "16'--", "9".repeat(23)]) {
      const answer = await api.call(method, `${path(template)}?cursor=${cursor}`, { token });
      expect([answer.status, answer.body.id], `${template} ${cursor}`).toEqual([400, "bad_request"]);
      expect(answer.body.detail).toContain("cursor");
    }
  }
});

test("a body nested however deep, with names that objects have by themselves, is read as any other", async ({
  portal,
  api,
}) => {
  const { token } = await furnish(portal, api);
  const deep = `${"[".repeat(15_000)}${"]".repeat(15_000)}`;
  for (const body of [
    `{"x":${deep},"size":1,"fields":"id"}`,
    '{"__proto__":{"size":7},"constructor":{"prototype":{"size":7}},"toString":1,"size":1,"fields":"id"}',
    '{"x":"\\\\u0000 \\ud83d\\ude00 \\\\ud800","size":2,"size":1,"fields":"id"}',
  ]) {
    const answer = await api.call("POST", "/users/search", { token, body });
    expect([answer.status, answer.body.items], answer.text).toEqual([200, [{ id: expect.any(String) }]]);
  }
});

test("an answer says how long it is, and a small one comes as it is", async ({ portal, api }) => {
  const { token } = await furnish(portal, api);
  const headers = { "x-webitel-access": token, "accept-encoding": "br, gzip" };
  const small = await fetch(`${portal.url}/api/userinfo`, { headers });
  expect(small.headers.get("content-encoding")).toBeNull();
  expect(Number(small.headers.get("content-length"))).toBe((await small.arrayBuffer()).byteLength);
  const head = await fetch(`${portal.url}/api/userinfo`, { method: "HEAD", headers });
  expect(head.headers.get("content-length")).toBe(small.headers.get("content-length"));
  const large = await fetch(`${portal.url}/api/openapi.json`, { headers });
  expect([large.headers.get("content-encoding"), (await large.json()).openapi]).toEqual(["br", "3.1.0"]);
});

test("a token that is not accepted is 401 also where no call is", async ({ portal, api }) => {
  const { token } = await furnish(portal, api);
  expect((await api.call("GET", "/nothing", { token: "wrong" })).body).toMatchObject({
    id: "unauthenticated",
    code: 401,
  });
  expect((await api.call("GET", "/nothing", { token })).body).toMatchObject({ id: "not_found", code: 404 });
});

test("an address that no call has is the error of a program, not a page", async ({ api }) => {
  for (const path of ["", "/nothing", "/users/1/license", "/v2/users", "/customer/1"]) {
    for (const method of METHODS) {
      const { status, body } = await api.call(method, path);
      expect([status, body.id], `${method} ${path}`).toEqual([404, "not_found"]);
    }
  }
});
