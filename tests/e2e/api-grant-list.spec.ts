import { type Api, type ApiAnswer, expect, test } from "@/tests/e2e/api";
import { named } from "@/tests/support/issuer";
import { addCrowd } from "@/tests/support/people";

type Row = {
  user_id: string;
  license_id: string;
  outcome: string;
  error?: { id: string; code: number; detail: string };
};

const rows = ({ body }: ApiAnswer) => body.items as unknown as Row[];

const change = (api: Api, token: string, body: unknown, headers = {}) =>
  api.call("POST", "/users/license", { token, body, headers });

test("a list of grants is changed with a result for each row, 200 also when rows are refused", async ({
  api,
  portal,
}) => {
  const license = named("CALL_CENTER", 2);
  await portal.install(license);
  const [a = "", b = "", c = ""] = await addCrowd(3);
  const writer = await portal.addUser("writer@acme.example", { roles: ["writer"] });
  const token = await api.tokenOf(writer);
  const item = (user_id: string, granted?: boolean) => ({ user_id, license_id: license.id, granted });
  const first = await change(api, token, { items: [item(a), item(b, true), item(c), item("x"), item(c, false)] });
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({ applied: true, assigned: 2, revoked: 0, kept: 2, refused: 1 });
  expect(rows(first).map(({ user_id, outcome, error }) => [user_id, error?.id ?? outcome])).toEqual([
    [a, "assigned"],
    [b, "assigned"],
    [c, "kept"],
    ["x", "not_found"],
    [c, "kept"],
  ]);
  const second = await change(api, token, { items: [item(c), item(a, false), item(b)], all_or_nothing: true });
  expect(second.body).toMatchObject({ applied: true, assigned: 1, revoked: 1, kept: 1, refused: 0 });
  const third = await change(api, token, {
    items: [item(b, false), item(a), item(a, true), item("999")],
    all_or_nothing: true,
  });
  expect([third.status, third.body]).toMatchObject([
    200,
    { applied: false, assigned: 0, revoked: 0, kept: 3, refused: 1 },
  ]);
  const full = await change(api, token, { items: [item(a)], all_or_nothing: true });
  expect(rows(full)[0]?.error).toEqual({
    id: "seats_exhausted",
    code: 409,
    status: "Conflict",
    detail: expect.stringMatching(/^product exhausted: .*CALL_CENTER/),
  });
  const acts =
    await portal.sql`select act_id::text, count(*)::int from audit_entries where actor_id = ${writer.id} group by 1 order by min(id)`;
  expect(acts.map(({ act_id, count }) => [act_id, count])).toEqual([
    [first.body.act_id, 2],
    [second.body.act_id, 2],
  ]);
});

test("a body that cannot be read is refused by the name of the member", async ({ api, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  const writer = await portal.addUser("writer@acme.example", { roles: ["writer"] });
  const token = await api.tokenOf(writer);
  const row = { user_id: "1", license_id: "x" };
  const bodies: [unknown, string][] = [
    [{}, "items"],
    [{ items: null }, "items"],
    [{ items: {} }, "items"],
    [{ items: [row, null] }, "items.1"],
    [{ items: [{ ...row, user_id: 1 }] }, "items.0.user_id"],
    [{ items: [{ user_id: "1" }] }, "items.0.license_id"],
    [{ items: [{ ...row, granted: "no" }] }, "items.0.granted"],
    [{ items: [row], all_or_nothing: "yes" }, "all_or_nothing"],
    ["[", "body"],
  ];
  for (const [body, field] of bodies) {
    const answer = await change(api, token, body);
    expect([body, answer.status]).toEqual([body, 400]);
    expect(answer.body.detail).toMatch(new RegExp(`check ${field}[.,]`));
  }
});

test("10,000 rows are one act, and more are too many", async ({ api, portal }) => {
  const license = named("CALL_CENTER", 9_990);
  await portal.install(license);
  const users = await addCrowd(10_000);
  const writer = await portal.addUser("writer@acme.example", { roles: ["writer"] });
  const token = await api.tokenOf(writer);
  const items = users.map((user_id) => ({ user_id, license_id: license.id, granted: true }));
  const answer = await change(api, token, { items });
  expect(answer.body).toMatchObject({ applied: true, assigned: 9_990, kept: 0, refused: 10 });
  expect(rows(answer).map(({ user_id }) => user_id)).toEqual(users);
  const more = await change(api, token, { items: [...items, items[0]] });
  expect([more.status, more.body.id]).toEqual([413, "too_large"]);
  expect(more.body.detail).toContain("10,000");
});

test("a key makes a call once: 32 at the same time, again later, and never for another request", async ({
  api,
  portal,
}) => {
  const license = named("CALL_CENTER", 2);
  await portal.install(license);
  const users = await addCrowd(3);
  const writer = await portal.addUser("writer@acme.example", { roles: ["writer"] });
  const token = await api.tokenOf(writer);
  const items = users.map((user_id) => ({ user_id, license_id: license.id }));
  const key = { "idempotency-key": '"8e03978e-40d5-43e8-bc93-6894a57f9324"' };
  const answers = await Promise.all(Array.from({ length: 32 }, () => change(api, token, { items }, key)));
  for (const { status, text } of answers) expect([status, text]).toEqual([200, answers[0]?.text]);
  expect(answers[0]?.body).toMatchObject({ assigned: 2, refused: 1 });
  await portal.sql`delete from grants`;
  // Spelled differently, and with the default written out: the same request.
  const same = `{ "all_or_nothing": false, "items": ${JSON.stringify(items)} }`;
  expect((await change(api, await api.tokenOf(writer), same, key)).text).toBe(answers[0]?.text);
  expect(await portal.sql`select 1 from grants`).toHaveLength(0);

  const other = await change(api, token, { items: items.slice(1) }, key);
  expect([other.status, other.body.id]).toEqual([400, "bad_request"]);
  expect(other.body.detail).toContain("Idempotency-Key");
  expect(await portal.sql`select 1 from grants`).toHaveLength(0);
  expect(await portal.sql`select 1 from audit_entries where act = 'assign_license'`).toHaveLength(2);
});

test("a key that is none is refused", async ({ api, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  const writer = await portal.addUser("writer@acme.example", { roles: ["writer"] });
  const token = await api.tokenOf(writer);
  for (const key of ["", "a b", "x".repeat(256), "é", "a, b"]) {
    for (const [path, body] of [
      ["/users/license", { items: [] }],
      [`/users/${writer.id}/logout`, {}],
    ] as const) {
      const answer = await api.call("POST", path, { token, body, headers: { "idempotency-key": key } });
      expect([key, answer.status]).toEqual([key, 400]);
      expect(answer.body.detail).toContain("Idempotency-Key");
    }
  }
  expect(await portal.sql`select 1 from idempotent_acts`).toHaveLength(0);
  const longest = { "idempotency-key": "~".repeat(255) };
  expect((await change(api, token, { items: [] }, longest)).status).toBe(200);
});
