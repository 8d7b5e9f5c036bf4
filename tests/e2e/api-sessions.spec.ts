import { OPERATIONS } from "@/app/api/operations";
import { type Api, expect, test } from "@/tests/e2e/api";
import { concurrent, EXPIRED, named } from "@/tests/support/issuer";
import type { Person } from "@/tests/support/people";

const TWELVE_HOURS = 12 * 3_600;

const login = (api: Api, { address, password }: Pick<Person, "address" | "password">) =>
  api.call("POST", "/login", { body: { username: address, password } });

/** Signs in and answers the token. */
async function enter(api: Api, who: Person): Promise<string> {
  const { status, body } = await login(api, who);
  expect(status).toBe(200);
  return String(body.access_token);
}

const addressOf = (path: string) => path.replaceAll(/\{\w+\}/g, "1");

test("without a token, with a wrong one, or with a browser's cookie every call is 401 alike", async ({
  portal,
  api,
  open,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  const page = await open(await portal.addUser("admin@acme.example", { roles: ["sysadmin"] }));
  const closed = OPERATIONS.filter(({ access }) => access === "token");
  expect(closed.length).toBeGreaterThan(10);
  for (const { method, path } of closed) {
    const answers = [
      await api.call(method, addressOf(path)),
      await api.call(method, addressOf(path), { token: "" }),
      await api.call(method, addressOf(path), { token: "wrong" }),
      await api.call(method, addressOf(path), { headers: { authorization: "Bearer wrong" } }),
    ];
    for (const { status, body, headers } of answers) {
      expect([method, path, status, body.id]).toEqual([method, path, 401, "unauthenticated"]);
      expect(headers.get("www-authenticate")).toBe("Bearer");
    }
    expect((await page.request.fetch(`/api${addressOf(path)}`, { method })).status()).toBe(401);
  }
});

test("a wrong password and an unknown user are refused alike, and wrong types by name", async ({ portal, api }) => {
  await portal.install(named("CALL_CENTER", 5));
  const anna = await portal.addUser("anna@acme.example");
  const [wrong, unknown] = [
    await login(api, { ...anna, password: "wrong" }),
    await login(api, { address: "nobody@acme.example", password: "wrong" }),
  ];
  expect(wrong.status).toBe(401);
  expect(wrong.body).toEqual(unknown.body);
  for (const [body, field] of [
    [{}, "username"],
    [{ username: 1, password: "x" }, "username"],
    [{ username: "anna@acme.example" }, "password"],
    [{ username: "anna", password: "x", domain: 5 }, "domain"],
  ] as const) {
    const answer = await api.call("POST", "/login", { body });
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringContaining(field)]);
  }
});

test("how to sign in is the same for every domain", async ({ portal, api }) => {
  await portal.addUser("anna@acme.example");
  const options = { providers: [], enabled_tfa: false, login_options: "local_password_only" };
  for (const query of ["", "?domain=acme.example", "?domain=other.example"]) {
    expect((await api.call("GET", `/login${query}`)).body).toEqual(options);
  }
});

test("signing in takes a seat, shows among the holders, and signing out ends it at once", async ({ portal, api }) => {
  const license = concurrent("CALL_CENTER", 1);
  await portal.install(license);
  const [anna, bob] = [await portal.addUser("anna@acme.example"), await portal.addUser("bob@acme.example")];
  for (const person of [anna, bob]) await portal.grant(person, license);

  const { status, body, headers } = await login(api, anna);
  expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(body).toEqual({
    access_token: expect.stringMatching(/^\S{40,}$/),
    token_type: "bearer",
    expires_in: TWELVE_HOURS,
  });
  const token = String(body.access_token);
  expect(await portal.sql`select kind from sessions`).toEqual([{ kind: "api" }]);
  const refused = await login(api, bob);
  expect([refused.status, refused.body.id]).toEqual([409, "seats_exhausted"]);
  expect(refused.body.detail).toMatch(/^product exhausted/);

  expect((await api.call("POST", "/userinfo", { token })).status).toBe(200);
  const out = await api.call("POST", "/logout", { token, body: {} });
  expect([out.status, out.body]).toEqual([200, {}]);
  expect((await api.call("GET", "/userinfo", { token })).status).toBe(401);
  expect((await api.call("POST", "/logout", { token, body: {} })).status).toBe(401);
  await enter(api, bob);
});

test("who signs in without one of their products is told which one, and why", async ({ portal, api }) => {
  const [mobile, full] = [named("MOBILE", 5), concurrent("CALL_CENTER", 1)];
  await portal.install(mobile, full);
  const [anna, bob] = [await portal.addUser("anna@acme.example"), await portal.addUser("bob@acme.example")];
  await portal.grant(anna, full);
  for (const license of [mobile, full]) await portal.grant(bob, license);
  expect((await login(api, anna)).body).not.toHaveProperty("missing");
  const { status, body } = await login(api, bob);
  expect(status).toBe(200);
  expect(body.missing).toEqual([
    {
      prod: "CALL_CENTER",
      license_id: full.id,
      reason: { id: "seats_exhausted", code: 409, status: "Conflict", detail: expect.stringContaining("CALL_CENTER") },
    },
  ]);
});

test("the domain may stand by itself, and the token in either header", async ({ portal, api }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const anna = await portal.addUser("anna@acme.example");
  await portal.grant(anna, license);
  const { password } = anna;
  for (const body of [
    { username: "anna", domain: "acme.example", password },
    { username: "Anna@acme.example", domain: "ACME.example", password },
    { username: anna.address, domain: "", password, provider: "ignored" },
  ]) {
    const { body: opened } = await api.call("POST", "/login", { body: JSON.stringify(body) });
    const bearer = { authorization: `Bearer ${String(opened.access_token)}` };
    expect((await api.call("GET", "/userinfo", { headers: bearer })).body.preferred_username).toBe(anna.address);
  }
});

test("forms that exist know why nobody comes in by the ids that they know", async ({ portal, api }) => {
  const [held, other] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
  await portal.install(held, other);
  const [anna, bob] = [await portal.addUser("anna@acme.example"), await portal.addUser("bob@acme.example")];
  await portal.grant(anna, held);
  const without = await login(api, bob);
  expect([without.status, without.body.code, without.body.id]).toEqual([403, 403, "app.context.auth.license.err"]);

  const token = await enter(api, anna);
  await portal.install({ ...held, ...EXPIRED }, other);
  const expired = await login(api, anna);
  expect([expired.status, expired.body.code, expired.body.id]).toEqual([409, 409, "app.license.product.expired"]);
  expect(expired.body.detail).toContain("product: CALL_CENTER");

  // Nothing at all is in force: the license that ended last is named, to whoever it belongs.
  await portal.install({ ...held, ...EXPIRED }, { ...other, ...EXPIRED, not_after: EXPIRED.not_after + 60 });
  const closed = await login(api, anna);
  expect(closed.body).toMatchObject({
    id: "app.license.product.expired",
    detail: expect.stringContaining("product: EMAIL"),
  });
  expect((await api.call("GET", "/userinfo", { token })).body).toMatchObject({ id: "license_expired", code: 409 });
  await portal.install(held, other);
  expect((await api.call("GET", "/userinfo", { token })).status).toBe(200);
});

test("an administrator's switch ends the session", async ({ portal, api }) => {
  const license = concurrent("CALL_CENTER", 5);
  await portal.install(license);
  const [anna, admin] = [
    await portal.addUser("anna@acme.example"),
    await portal.addUser("admin@acme.example", { roles: ["sysadmin"] }),
  ];
  await portal.grant(anna, license);
  const token = await enter(api, anna);
  const ended = await api.call("POST", `/users/${anna.id}/logout`, { token: await api.tokenOf(admin), body: {} });
  expect(ended.status).toBe(200);
  expect((await api.call("GET", "/userinfo", { token })).status).toBe(401);
  expect(await portal.sql`select 1 from seats`).toHaveLength(0);
});

test("an access token signs itself out for good, with its entry in the history", async ({ portal, api }) => {
  await portal.install(named("CALL_CENTER", 5));
  const admin = await portal.addUser("admin@acme.example", { roles: ["sysadmin"] });
  const [token, other] = [await api.tokenOf(admin, "read"), await api.tokenOf(admin)];
  expect((await api.call("POST", "/logout", { token, body: {} })).status).toBe(200);
  expect((await api.call("GET", "/userinfo", { token })).status).toBe(401);
  expect((await api.call("GET", "/userinfo", { token: other })).status).toBe(200);
  const name = token.slice(0, 8);
  expect(
    await portal.sql`select actor_kind, actor_name, user_id::text, before from audit_entries where act = 'revoke_token'`,
  ).toMatchObject([
    {
      actor_kind: "user",
      actor_name: `admin@acme.example (${name})`,
      user_id: admin.id,
      before: { token: name, token_scope: "read", user: "admin", domain: "acme.example" },
    },
  ]);
});
