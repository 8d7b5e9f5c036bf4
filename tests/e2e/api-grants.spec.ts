import { type ApiAnswer, expect, test } from "@/tests/e2e/api";
import { everythingStored } from "@/tests/e2e/browsers";
import { concurrent, EXPIRED, type IssuedLicense, named } from "@/tests/support/issuer";
import type { Person } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";

const ids = (...licenses: { id: string }[]) => licenses.map(({ id }) => ({ id }));
const held = ({ body }: ApiAnswer) => (body.license as unknown as { id: string }[]).map(({ id }) => id);

/** Anna, who holds the first license, and the administrator of her domain. */
async function house(portal: Portal, ...licenses: [IssuedLicense, ...IssuedLicense[]]) {
  await portal.install(...licenses);
  const anna = await portal.addUser("anna@acme.example", { name: "Anna" });
  await portal.grant(anna, licenses[0]);
  return { anna, writer: await portal.addUser("writer@acme.example", { roles: ["writer"] }) };
}

const path = ({ id }: Person, license?: { id: string }) => `/users/${id}${license ? `/license/${license.id}` : ""}`;

test("changing grants is denied without a token, to a cookie, to a reading token and without the right", async ({
  api,
  portal,
  enter,
  page,
}) => {
  const license = named("CALL_CENTER", 5);
  const { anna, writer } = await house(portal, license);
  const reader = await portal.addUser("reader@acme.example", { roles: ["reader"] });
  const outsider = await portal.addUser("outsider@acme.example", { roles: ["outsider"] });
  await enter(writer);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const before = await everythingStored(portal);
  const calls: [string, string, unknown][] = [
    ["PATCH", path(anna), { license: [] }],
    ["PUT", path(anna), { license: [] }],
    ["PUT", path(anna, license), undefined],
    ["DELETE", path(anna, license), undefined],
    ["POST", "/users/license", { items: [{ user_id: anna.id, license_id: license.id, granted: false }] }],
  ];
  const tokens = [await api.tokenOf(writer, "read"), await api.tokenOf(reader), await api.tokenOf(outsider)];
  for (const [method, address, body] of calls) {
    const statuses = [
      (await api.call(method, address, { body })).status,
      (await api.call(method, address, { body, headers: { cookie } })).status,
    ];
    for (const token of tokens) statuses.push((await api.call(method, address, { body, token })).status);
    expect([method, address, statuses]).toEqual([method, address, [401, 401, 403, 403, 403]]);
  }
  expect(await everythingStored(portal)).toBe(before);
});

test("PATCH and PUT set the whole set, and answer the user with the version of GET", async ({ api, portal }) => {
  const [gone, kept, added] = [named("CALL_CENTER", 5), named("EMAIL", 5), concurrent("WFM", 5)];
  const { anna, writer } = await house(portal, gone, kept, added);
  const token = await api.tokenOf(writer);
  for (const method of ["PATCH", "PUT"]) {
    const license = [...ids(kept), { ...added, prod: "ignored", limit: -1 }, ...ids(kept)];
    const answer = await api.call(method, path(anna), { token, body: { name: "ignored", license } });
    expect(answer.status).toBe(200);
    expect(held(answer)).toEqual([kept.id, added.id]);
    expect(answer.body).toMatchObject({ id: anna.id, name: "Anna" });
    const shown = await api.call("GET", path(anna), { token });
    expect([shown.text, shown.headers.get("etag")]).toEqual([answer.text, answer.headers.get("etag")]);
    expect(answer.headers.get("etag")).toMatch(/^"[^"]+"$/);
    await api.call("PATCH", path(anna), { token, body: { license: ids(gone) } });
  }
});

test("leaving out the member changes nothing; null and what is no list of ids is refused", async ({ api, portal }) => {
  const license = named("CALL_CENTER", 5);
  const { anna, writer } = await house(portal, license);
  const token = await api.tokenOf(writer);
  const before = await everythingStored(portal);
  for (const body of [undefined, {}, { name: "x" }, { licenses: [] }]) {
    const answer = await api.call("PATCH", path(anna), { token, body });
    expect([answer.status, held(answer)]).toEqual([200, [license.id]]);
  }
  for (const wrong of [null, {}, "x", 1, [1], [null], ["x"], [{}], [{ id: null }], [{ id: 1 }]]) {
    const answer = await api.call("PATCH", path(anna), { token, body: { license: wrong } });
    expect([wrong, answer.status, answer.body.id]).toEqual([wrong, 400, "bad_request"]);
    expect(answer.body.detail).toContain("license");
  }
  expect(await everythingStored(portal)).toBe(before);
});

test("a refusal has the reason of the first license, names its product, and nothing is done", async ({
  api,
  portal,
}) => {
  const [mine, free, full, ended, chat] = [
    named("CALL_CENTER", 5),
    named("EMAIL", 5),
    named("WFM", 1),
    named("MOBILE", 5, EXPIRED),
    named("CHAT", 5),
  ];
  const { anna, writer } = await house(portal, mine, free, full, ended, chat);
  await portal.grant(writer, full);
  const token = await api.tokenOf(writer);
  const before = await everythingStored(portal);
  const refusals = [
    [full, 409, "seats_exhausted", /^product exhausted: .*WFM/],
    [ended, 409, "license_expired", /MOBILE/],
    [chat, 409, "not_personal", /CHAT/],
    [named("X", 1), 404, "not_found", /./],
    [{ id: "x" }, 404, "not_found", /./],
  ] as const;
  for (const [license, code, id, detail] of refusals) {
    const refused = { id, code, detail: expect.stringMatching(detail) };
    const set = await api.call("PATCH", path(anna), { token, body: { license: ids(free, license, chat) } });
    expect(set.body).toMatchObject(refused);
    const one = await api.call("PUT", path(anna, license), { token });
    expect([one.status, one.body]).toMatchObject([code, refused]);
  }
  expect(await everythingStored(portal)).toBe(before);
});

test("If-Match lets a change through only from the present version", async ({ api, portal }) => {
  const [mine, other] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
  const { anna, writer } = await house(portal, mine, other);
  const token = await api.tokenOf(writer);
  const tag = async () => (await api.call("GET", path(anna), { token })).headers.get("etag") ?? "";
  const old = await tag();
  await api.call("PUT", path(anna, other), { token });
  const now = await tag();
  const before = await everythingStored(portal);
  for (const stale of [old, `W/${now}`, `${old}, W/${now}`, now.replaceAll('"', ""), "", "x"]) {
    for (const body of [{ license: [] }, {}]) {
      const answer = await api.call("PATCH", path(anna), { token, body, headers: { "if-match": stale } });
      expect([stale, answer.status, answer.body.id]).toEqual([stale, 412, "stale"]);
    }
  }
  expect(await everythingStored(portal)).toBe(before);
  for (const right of [now, "*", `${old} , ${now}`, `"a,b",${now}`]) {
    const answer = await api.call("PATCH", path(anna), { token, body: {}, headers: { "if-match": right } });
    expect([right, answer.status]).toEqual([right, 200]);
  }
  const changed = await api.call("PATCH", path(anna), { token, body: { license: [] }, headers: { "if-match": now } });
  expect([changed.status, held(changed)]).toEqual([200, []]);
});

test("two clients set different sets from one version: one wins, one is stale", async ({ api, portal }) => {
  const licenses = [named("CALL_CENTER", 5), named("EMAIL", 5), named("WFM", 5)] as const;
  const { anna, writer } = await house(portal, ...licenses);
  const token = await api.tokenOf(writer);
  for (let round = 0; round < 8; round++) {
    const first = await api.call("PATCH", path(anna), { token, body: { license: ids(licenses[0]) } });
    const headers = { "if-match": first.headers.get("etag") ?? "" };
    const wishes = [ids(licenses[1]), ids(licenses[2])];
    const answers = await Promise.all(
      wishes.map((license) => api.call("PATCH", path(anna), { token, body: { license }, headers })),
    );
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(["200", "412"]);
    const won = wishes[answers.findIndex(({ status }) => status === 200)] ?? [];
    expect(held(await api.call("GET", path(anna), { token }))).toEqual(won.map(({ id }) => id));
  }
});

test("one grant comes and goes, idempotent, with the answer of GET", async ({ api, portal }) => {
  const [mine, other] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
  const { anna, writer } = await house(portal, mine, other);
  const token = await api.tokenOf(writer);
  const given = await api.call("PUT", path(anna, other), { token });
  expect([given.status, held(given)]).toEqual([200, [mine.id, other.id]]);
  const before = await everythingStored(portal);
  const again = await api.call("PUT", path(anna, other), { token, body: {} });
  expect([again.text, again.headers.get("etag")]).toEqual([given.text, given.headers.get("etag")]);
  expect(await everythingStored(portal)).toBe(before);
  for (const _ of [1, 2]) {
    const taken = await api.call("DELETE", path(anna, other), { token });
    expect([taken.status, held(taken)]).toEqual([200, [mine.id]]);
  }
  for (const address of [
    path({ ...anna, id: "999999" }, mine),
    path({ ...anna, id: "x" }, mine),
    path(anna, { id: "x" }),
  ]) {
    for (const method of ["PUT", "DELETE"]) expect((await api.call(method, address, { token })).status).toBe(404);
  }
});

test("users of another domain look as if they did not exist", async ({ api, portal }) => {
  const license = named("CALL_CENTER", 5);
  const { writer } = await house(portal, license);
  const foreign = await portal.addUser("foreign@globex.example");
  const token = await api.tokenOf(writer);
  const before = await everythingStored(portal);
  expect((await api.call("PATCH", path(foreign), { token, body: { license: [] } })).status).toBe(404);
  expect((await api.call("PUT", path(foreign, license), { token })).status).toBe(404);
  expect((await api.call("DELETE", path(foreign, license), { token })).status).toBe(404);
  expect(await everythingStored(portal)).toBe(before);
});

test("of 32 clients who want the last seat exactly one gets it", async ({ api, portal }) => {
  const license = named("CALL_CENTER", 2);
  const { writer } = await house(portal, license);
  const token = await api.tokenOf(writer);
  const users: Person[] = [];
  for (let nth = 0; nth < 32; nth++) users.push(await portal.addUser(`user${nth}@acme.example`));
  const answers = await Promise.all(users.map((user) => api.call("PUT", path(user, license), { token })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const refused = answers.filter(({ status }) => status === 409);
  expect(refused).toHaveLength(31);
  for (const { body } of refused) expect(body).toMatchObject({ id: "seats_exhausted" });
  const [row] = await portal.sql`select granted, (select count(*)::int from grants) as grants from licenses`;
  expect(row).toEqual({ granted: 2, grants: 2 });
});
