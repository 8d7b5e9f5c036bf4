import { callsOf, expect, test } from "@/tests/e2e/api";
import { SESSION_COOKIE } from "@/tests/e2e/browsers";
import { PAGES } from "@/tests/e2e/doors";
import { actionsInBuild, encoded, giveSession, makeTarget, stored } from "@/tests/support/action-calls";
import { named } from "@/tests/support/issuer";
import { HALVES, NAUGHTY, turnOf } from "@/tests/support/naughty-strings";
import type { Portal } from "@/tests/support/portal";
import { CALLS, form } from "@/tests/support/server-actions";
import { severalAtOnce } from "@/tests/support/several-at-once";

const AT_ONCE = 6;

const MEMBERS =
  "q uq sort usort page upage size columns users end import has without state domain attention many select edit add ask delete disable next token revoke rename remove from to action actor who kind error".split(
    " ",
  );

const licenses = [named("CALL_CENTER", 9_000), named("CHAT", 9_000)];

/** A text as one segment of a path: a dot alone is taken out of an address before it is sent, and the id of somebody is no odd text. */
const segmentOf = (text: string, id: string) =>
  text === "." || text === id ? "-" : encodeURIComponent(text.slice(0, 200)) || "-";

/** Sends to an action of the build as its page would; answers the status. */
function sender(portal: Portal, cookie: string) {
  const built = actionsInBuild();
  return async (name: string, args: unknown[]) => {
    const { id = "", page = "" } = built.get(name) ?? {};
    const headers = { "next-action": id, origin: portal.url, cookie };
    const answer = await fetch(portal.url + page, { method: "POST", headers, body: encoded(args), redirect: "manual" });
    await answer.arrayBuffer();
    return answer.status;
  };
}

/** Collects what is `wrong`, and looks in the end whether the log names no failure of ours, or no row has changed either. */
async function watch(portal: Portal, server: { output(): string }) {
  const before = await stored(portal);
  const said = server.output().length;
  const wrong: string[] = [];
  const expectNoFault = () => {
    expect(wrong).toEqual([]);
    expect(server.output().slice(said)).not.toContain("unknown error");
  };
  const expectUnchanged = async () => {
    expectNoFault();
    expect(await stored(portal)).toBe(before);
  };
  return { wrong, expectNoFault, expectUnchanged };
}

test("naughty strings in every member of every page's address give a page", async ({
  signedIn: { admin },
  portal,
  installation: { server },
}) => {
  test.setTimeout(900_000);
  await portal.install(...licenses);
  const cookie = `${SESSION_COOKIE}=${await giveSession(portal, admin)}`;
  const { wrong, expectUnchanged } = await watch(portal, server);
  const questions = PAGES.flatMap((page, place) => turnOf(place).map((text) => ({ page, text })));
  await severalAtOnce(questions, AT_ONCE, async ({ page, text }) => {
    // The server takes 320 KiB of headers; a redirect says the address once more.
    const members = text.length > 1_000 ? MEMBERS.slice(0, 3) : MEMBERS;
    const query = new URLSearchParams(members.map((member) => [member, text]));
    const answer = await fetch(`${portal.url}${page}?${query}`, { headers: { cookie }, redirect: "manual" });
    const body = await answer.text();
    if (![200, 303, 307, 403, 404].includes(answer.status))
      wrong.push(`${page} ${text.slice(0, 30)}: ${answer.status}`);
    if (/<script>alert|<img src=x|<svg\/onload|<base href/.test(body))
      wrong.push(`${page} ${text.slice(0, 30)}: unescaped`);
  });
  await expectUnchanged();
});

test("naughty strings in every member of every call are answered, and change nothing", async ({
  signedIn: { admin },
  portal,
  api,
  installation: { server },
}) => {
  test.setTimeout(900_000);
  await portal.install(...licenses);
  const token = await api.tokenOf(admin);
  const { wrong, expectUnchanged } = await watch(portal, server);
  const calls = (await callsOf(portal)).filter(({ template }) => template !== "/logout");
  const questions = calls.flatMap((call, place) => [...turnOf(place), ...HALVES].map((text) => ({ ...call, text })));
  await severalAtOnce(questions, AT_ONCE, async ({ template, method, described, text }) => {
    const whole = text.toWellFormed();
    const path = template.replace(/\{\w+\}/g, () => segmentOf(whole, admin.id));
    const names = described.parameters.filter((each) => each.in === "query").map(({ name }) => name);
    const query = new URLSearchParams((text.length > 1_000 ? names.slice(0, 2) : names).map((name) => [name, whole]));
    const members = ["certificate", "username", "password", "domain", "q", "sort", "fields", "id", "license", "items"];
    const body =
      method === "GET" || method === "DELETE"
        ? undefined
        : JSON.stringify(Object.fromEntries(members.map((name) => [name, text])));
    // Here a text in the place of the certificate is a key that cannot be read.
    const answer = await api.call(method, `${path}?${query}`, { token, body, headers: { "idempotency-key": "x" } });
    if (answer.status >= 500) wrong.push(`${method} ${path} ${text.slice(0, 30)}: ${answer.status}`);
  });
  await expectUnchanged();
});

test("naughty strings in every field of every action are answered in words", async ({
  signedIn: { admin },
  portal,
  installation: { server },
}) => {
  test.setTimeout(900_000);
  await portal.install(...licenses);
  const send = sender(portal, `${SESSION_COOKIE}=${await giveSession(portal, admin)}`);
  const { wrong, expectNoFault } = await watch(portal, server);
  // Signing out would end the session that the others are tried with.
  const names = [...actionsInBuild().keys()].filter((name) => !name.startsWith("sign-out"));
  const target = await makeTarget(portal, "acme", admin, licenses);
  const questions = names.flatMap((name, place) => [...turnOf(place), "a\0b"].map((text) => ({ name, text })));
  await severalAtOnce(questions, AT_ONCE, async ({ name, text }) => {
    const args = (CALLS[name]?.(target) ?? []).map((arg) => {
      if (!(arg instanceof FormData)) return arg;
      return form(Object.fromEntries([...arg.keys()].map((field) => [field, text])));
    });
    const status = await send(name, args);
    if (status >= 400) wrong.push(`${name} ${text.slice(0, 30)}: ${status}`);
  });
  for (const half of [...HALVES, "\u0000", 7, null, {}, [], "x".repeat(5_000)]) {
    const status = await send("licenses/users/actions.ts changeTicks", [
      [{ userId: half, licenseId: half, held: half }],
    ]);
    if (status >= 400) wrong.push(`changeTicks ${JSON.stringify(half).slice(0, 30)}: ${status}`);
  }
  expectNoFault();
});

/** Acts that keep a text: what they are asked with, and what is kept of it. */
const KEEPERS: Record<
  string,
  { args: (text: string, nth: number, id: string) => unknown[]; kept: (portal: Portal) => Promise<string[]> }
> = {
  "channels/actions.ts addAction": {
    args: (text) => [{}, form({ kind: "chat_gateway", name: text, domain: "acme.example" })],
    kept: async ({ sql }) => (await sql`select name from channels`).map(({ name }) => name),
  },
  "directory/users/actions.ts addUserAction": {
    args: (text, nth) => [{}, form({ name: text, username: `naughty${nth}`, domain: "acme.example" })],
    kept: async ({ sql }) => (await sql`select name from users where username like 'naughty%'`).map(({ name }) => name),
  },
  "me/token-actions.ts addTokenAction": {
    args: (text) => [{}, form({ name: text, scope: "read", days: "1" })],
    kept: async ({ sql }) => (await sql`select name from access_tokens`).map(({ name }) => name),
  },
};

for (const [name, { args, kept }] of Object.entries(KEEPERS)) {
  test(`${name} keeps a name as it was sent, without blanks around it and in NFC, or refuses it`, async ({
    signedIn: { admin },
    portal,
  }) => {
    test.setTimeout(600_000);
    await portal.install(...licenses);
    const send = sender(portal, `${SESSION_COOKIE}=${await giveSession(portal, admin)}`);
    const wrong: string[] = [];
    let keptCount = 0;
    for (const [nth, text] of NAUGHTY.entries()) {
      const before = new Set(await kept(portal));
      const status = await send(name, args(text, nth, admin.id));
      const added = (await kept(portal)).filter((each) => !before.has(each));
      // Of tokens only so many may live at once.
      await portal.sql`delete from access_tokens where user_id = ${admin.id}`;
      if (status >= 400) wrong.push(`${text.slice(0, 30)}: ${status}`);
      if (added.length > 0 && added[0] !== text.replaceAll("\r\n", "\n").normalize("NFC").trim())
        wrong.push(`${JSON.stringify(text)} is kept as ${JSON.stringify(added[0])}`);
      keptCount += added.length;
    }
    expect(wrong).toEqual([]);
    expect(keptCount).toBeGreaterThan(100);
  });
}

function part(name: string, value: Buffer): Buffer {
  const head = Buffer.from(`--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`);
  return Buffer.concat([head, value, Buffer.from("\r\n")]);
}

test("bytes that are no text are refused, not kept as something else", async ({ signedIn: { admin }, portal }) => {
  await portal.install(...licenses);
  const cookie = `${SESSION_COOKIE}=${await giveSession(portal, admin)}`;
  const { id = "", page = "" } = actionsInBuild().get("channels/actions.ts addAction") ?? {};
  for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0x61, 0x00], [0xf4, 0x90, 0x80, 0x80]]) {
    const body = Buffer.concat([
      part("_1_kind", Buffer.from("chat_gateway")),
      part("_1_name", Buffer.from([0x78, ...bytes])),
      part("_1_domain", Buffer.from("acme.example")),
      part("0", Buffer.from('[{},"$K1"]')),
      Buffer.from("--b--\r\n"),
    ]);
    const headers = {
      "next-action": id,
      origin: portal.url,
      cookie,
      "content-type": "multipart/form-data; boundary=b",
    };
    const { status } = await fetch(portal.url + page, { method: "POST", headers, body, redirect: "manual" });
    expect(status).toBeLessThan(500);
  }
  expect(await portal.sql`select name from channels`).toEqual([]);
});
