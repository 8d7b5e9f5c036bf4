import { BODIES, type Stands } from "@/tests/support/routes";
import { LINES, PAGES, apiToken } from "@/tests/e2e/doors";
import { expect, SESSION_COOKIE, test } from "@/tests/e2e/browsers";
import { actionsInBuild, encoded, giveSession, makeTarget } from "@/tests/support/action-calls";
import { named } from "@/tests/support/issuer";
import type { Portal } from "@/tests/support/portal";
import { CALLS } from "@/tests/support/server-actions";

/** What the page of another site makes a browser send, and what a proxy or a client may forge besides. `missing`: no word of it. */
const VARIANTS: Record<string, (own: URL) => Record<string, string>> = {
  "another origin": () => ({ origin: "https://evil.example" }),
  "an origin without a name": () => ({ origin: "null" }),
  "another origin that names itself as host": () => ({
    origin: "https://evil.example",
    "x-forwarded-host": "evil.example",
  }),
  "our origin, from another site": ({ origin }) => ({ origin, "sec-fetch-site": "cross-site" }),
  "our origin, from a neighbour": ({ origin }) => ({ origin, "sec-fetch-site": "same-site" }),
  "an origin that begins as ours": ({ origin }) => ({
    origin: `${origin}.evil.example`,
    "sec-fetch-site": "cross-site",
  }),
  "another port of our host": ({ protocol, hostname }) => ({ origin: `${protocol}//${hostname}:1` }),
  missing: () => ({}),
};

/** Everything stored: not even a session or a counted failure is to come of it. */
async function everything({ sql }: Portal): Promise<string> {
  const tables = await sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`;
  // The clock moves by itself; seals follow what was there before.
  const moving = /clock|seal/;
  const rows = tables
    .filter(({ name }) => !moving.test(name))
    .map(
      ({ name }) =>
        `select '${name}' || (to_jsonb(t) - 'idle_ends_at' - 'hash' - 'sealed_at')::text as row from public."${name}" t`,
    );
  const [found] = await sql.unsafe(
    `select md5(string_agg(row, chr(10) order by row)) as print from (${rows.join(" union all ")}) r`,
  );
  return String(found?.print);
}

test("no action is carried out that the page of another site sends: every action, every variant", async ({
  admin,
  portal,
}) => {
  test.setTimeout(480_000);
  const licenses = [named("CALL_CENTER", 9_000), named("CHAT", 9_000)];
  await portal.install(...licenses);
  const own = new URL(portal.url);
  const executed: string[] = [];
  let refused = 0;
  for (const [name, { id, page }] of actionsInBuild()) {
    const target = await makeTarget(portal, "acme", admin, licenses);
    const cookie = `${SESSION_COOKIE}=${await giveSession(portal, admin)}`;
    const send = async (headers: Record<string, string>) => {
      const body = encoded(CALLS[name]?.(target) ?? []);
      const answer = await fetch(portal.url + page, {
        method: "POST",
        headers: { "next-action": id, cookie, ...headers },
        body,
        redirect: "manual",
      });
      await answer.arrayBuffer();
      return answer.status;
    };
    const before = await everything(portal);
    for (const [variant, headersOf] of Object.entries(VARIANTS)) {
      const status = await send(headersOf(own));
      if (status === 403) refused += 1;
      else executed.push(`${name}, ${variant}: ${status}`);
    }
    if ((await everything(portal)) !== before) executed.push(`${name} changed something`);
  }
  expect(executed).toEqual([]);
  expect(refused).toBe(actionsInBuild().size * Object.keys(VARIANTS).length);
});

test("the same actions are carried out when our page sends them: a test of the test", async ({ admin, portal }) => {
  const licenses = [named("CALL_CENTER", 9_000), named("CHAT", 9_000)];
  await portal.install(...licenses);
  const target = await makeTarget(portal, "acme", admin, licenses);
  const cookie = `${SESSION_COOKIE}=${await giveSession(portal, admin)}`;
  const name = "channels/actions.ts addAction";
  const { id = "", page = "" } = actionsInBuild().get(name) ?? {};
  const ways: Record<string, string>[] = [
    { origin: portal.url },
    { origin: portal.url, "sec-fetch-site": "same-origin", "x-forwarded-host": "evil.example" },
  ];
  for (const [nth, headers] of ways.entries()) {
    const fresh = `way${nth}`;
    const before = await everything(portal);
    const body = encoded(CALLS[name]?.({ ...target, fresh }) ?? []);
    await fetch(portal.url + page, {
      method: "POST",
      headers: { "next-action": id, cookie, ...headers },
      body,
      redirect: "manual",
    });
    expect(await everything(portal)).not.toBe(before);
  }
});

test("no form without script is taken from another site, on any page", async ({ admin, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  const own = new URL(portal.url);
  const cookie = `${SESSION_COOKIE}=${await giveSession(portal, admin)}`;
  expect(PAGES.length).toBeGreaterThan(8);
  const before = await everything(portal);
  const wrong: string[] = [];
  for (const page of PAGES) {
    const shown = await (await fetch(portal.url + page, { headers: { cookie } })).text();
    const fields = [...shown.matchAll(/name="(\$ACTION[^"]+)"(?: value="([^"]*)")?/g)];
    for (const [variant, headersOf] of Object.entries(VARIANTS)) {
      const body = new FormData();
      for (const [, field = "", value = ""] of fields) body.append(field, value.replaceAll("&quot;", '"'));
      const answer = await fetch(portal.url + page, {
        method: "POST",
        headers: { cookie, ...headersOf(own) },
        body,
        redirect: "manual",
      });
      if (answer.status !== 403) wrong.push(`${page}, ${variant}: ${answer.status}`);
      expect(await answer.text()).toContain("This came from another site");
    }
  }
  expect(wrong).toEqual([]);
  expect(await everything(portal)).toBe(before);
});

test("no call that changes something is taken from the page of another site: every call, every variant", async ({
  admin,
  portal,
}) => {
  test.setTimeout(240_000);
  const license = named("CALL_CENTER", 50);
  await portal.install(license);
  const certificate = await portal.issue({ licenses: [{ ...license, limit: 60 }] });
  const { id: user } = await portal.addUser("anna@acme.example");
  const token = await apiToken(portal, admin);
  const stands: Stands = { url: portal.url, license: license.id, user, foreign: user, channel: "1", certificate };
  const own = new URL(portal.url);
  const cookie = `${SESSION_COOKIE}=${await giveSession(portal, admin)}`;
  const writes = LINES.filter(({ door, method }) => door.startsWith("api/") && method !== "GET");
  const before = await everything(portal);
  const wrong: string[] = [];
  for (const { method, address } of writes) {
    const path = address.replace(/\{(\w+)\}/g, (_, name: keyof Stands) => encodeURIComponent(stands[name]));
    const data = BODIES[`${method} ${address}`]?.(stands) ?? {};
    for (const [variant, headersOf] of Object.entries(VARIANTS)) {
      // A program sends none of these headers, and its token is its right; next-auth's forms are a browser's.
      if (variant === "missing" && !address.startsWith("/api/auth/")) continue;
      const headers = { cookie, "x-webitel-access": token, ...headersOf(own) };
      const answer = await fetch(portal.url + path, {
        method,
        headers,
        body: JSON.stringify(data),
        redirect: "manual",
      });
      const text = await answer.text();
      if (answer.status !== 403) wrong.push(`${method} ${address}, ${variant}: ${answer.status}`);
      else expect(JSON.parse(text)).toMatchObject({ id: "access_denied", code: 403, status: "Forbidden" });
    }
  }
  expect(writes.length).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
  expect(await everything(portal)).toBe(before);
});
