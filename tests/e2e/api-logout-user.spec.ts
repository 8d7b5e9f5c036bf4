import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { expect, test } from "@/tests/e2e/api";
import { concurrent } from "@/tests/support/issuer";
import type { Person } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";

const LICENSE = concurrent("CALL_CENTER", 10);

const path = ({ id }: { id: string }) => `/users/${id}/logout`;

/** Somebody who is signed in twice. */
async function signedIn(portal: Portal, address: string): Promise<Person & { tokens: string[] }> {
  const person = await portal.addUser(address);
  await portal.grant(person, LICENSE);
  const first = await signIn(person.address, person.password);
  const second = await signIn(person.address, person.password);
  return { ...person, tokens: [first.token, second.token] };
}

test("forced sign-out is denied without a token, to a reading token, without the right and for other domains", async ({
  api,
  portal,
}) => {
  await portal.install(LICENSE);
  const anna = await signedIn(portal, "anna@acme.example");
  const foreign = await signedIn(portal, "foreign@globex.example");
  const writer = await portal.addUser("writer@acme.example", { roles: ["writer"] });
  const reader = await portal.addUser("reader@acme.example", { roles: ["reader"] });
  const sysadmin = await portal.addUser("admin@acme.example", { roles: ["sysadmin"] });
  const call = async (user: { id: string }, token?: string) => {
    const { status, body } = await api.call("POST", path(user), { token, body: {} });
    return [status, body.id];
  };
  const cookie = `seatwise.session=${anna.tokens[0]}`;
  expect((await api.call("POST", path(anna), { body: {}, headers: { cookie } })).status).toBe(401);
  expect(await call(anna)).toEqual([401, "unauthenticated"]);
  expect(await call(anna, await api.tokenOf(writer, "read"))).toEqual([403, "access_denied"]);
  expect(await call(anna, await api.tokenOf(reader))).toEqual([403, "access_denied"]);
  const token = await api.tokenOf(writer);
  expect(await call(foreign, token)).toEqual([404, "not_found"]);
  expect(await call(foreign, await api.tokenOf(sysadmin))).toEqual([403, "other_domain"]);
  expect(await call({ id: "999999" }, token)).toEqual([404, "not_found"]);
  expect(await call({ id: "x" }, token)).toEqual([404, "not_found"]);
  expect(await portal.sql`select 1 from sessions`).toHaveLength(4);
});

test("forced sign-out ends every session at once; without one it answers 400", async ({ api, portal }) => {
  await portal.install(LICENSE);
  const anna = await signedIn(portal, "anna@acme.example");
  const writer = await portal.addUser("writer@acme.example", { roles: ["writer"] });
  const token = await api.tokenOf(writer);
  const ended = await api.call("POST", path(anna), { token, body: {} });
  expect([ended.status, ended.body]).toEqual([200, { sessions: 2, seats: 1 }]);
  for (const dead of anna.tokens) expect((await api.call("GET", "/license", { token: dead })).status).toBe(401);
  const again = await api.call("POST", path(anna), { token });
  expect([again.status, again.body.id]).toEqual([400, "bad_request"]);
  expect(again.body.detail).toContain("session");
});

test("with a key the sessions end once, however often it is asked for", async ({ api, portal }) => {
  await portal.install(LICENSE);
  const anna = await signedIn(portal, "anna@acme.example");
  const writer = await portal.addUser("writer@acme.example", { roles: ["writer"] });
  const token = await api.tokenOf(writer);
  const headers = { "idempotency-key": "k" };
  const calls = Array.from({ length: 32 }, () => api.call("POST", path(anna), { token, body: {}, headers }));
  for (const { status, body } of await Promise.all(calls))
    expect([status, body]).toEqual([200, { sessions: 2, seats: 1 }]);
  await signIn(anna.address, anna.password);
  expect((await api.call("POST", path(anna), { token, headers })).body).toEqual({ sessions: 2, seats: 1 });
  expect(await portal.sql`select 1 from sessions`).toHaveLength(1);
  const other = await api.call("POST", path(writer), { token, body: {}, headers });
  expect([other.status, other.body.detail]).toEqual([400, expect.stringContaining("Idempotency-Key")]);
});
