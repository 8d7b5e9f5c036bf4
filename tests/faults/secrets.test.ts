import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AppServer, startAppServer } from "@/tests/support/app-server";
import { grant, install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addPerson, SYSTEM } from "@/tests/support/people";
import { sendSignIn } from "@/tests/support/sign-in-form";
import { addToken } from "@/lib/use-cases/tokens/add-token";
import { databaseUrl, issuer, sql } from "@/tests/support/worker-database";

const mark = (name: string) => `MARK${name}${randomBytes(12).toString("hex")}`;

/** What nobody but who knows it already may read anywhere. */
const SECRETS: Record<string, string> = {
  "the secret of the server": mark("authsecret").padEnd(43, "x"),
  "the password of the database": new URL(databaseUrl).password,
  "a right password": mark("right"),
  "a wrong password": mark("wrong"),
  "a token of nobody": mark("token"),
  "a cookie of somebody else": mark("cookie"),
  "a header": mark("header"),
  "a body that is no JSON": mark("body"),
  "a made-up license key": mark("key"),
  "a setup token that was guessed": mark("setup"),
};

const dataDir = mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "secrets-"));
let server: AppServer;
/** Every answer that was sent, by what was asked for; what is given out on purpose is not among them. */
const answers: Record<string, string> = {};

beforeAll(async () => {
  server = await startAppServer({
    databaseUrl,
    issuersPath: issuer.issuersPath,
    variables: { DATA_DIR: dataDir, AUTH_SECRET: SECRETS["the secret of the server"] ?? "", LOG_LEVEL: "trace" },
  });
});

afterAll(() => server?.stop());

async function ask(
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: string } = {},
) {
  const all = { "x-odd": SECRETS["a header"] ?? "", ...headers };
  const answer = await fetch(server.url + path, {
    method,
    headers: all,
    redirect: "manual",
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  const sent = [...answer.headers].filter(([name]) => name !== "set-cookie").map((pair) => pair.join(": "));
  answers[`${method} ${path} (${Object.keys(answers).length})`] = [...sent, text].join("\n");
  return { status: answer.status, text };
}

/** Everything in the database but the two columns that hold what they are for: license keys, and hashes of passwords. */
async function wholeDatabase(): Promise<Record<string, string>> {
  const tables = await sql`select tablename as name from pg_tables where schemaname = 'public'`;
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const rows = await sql.unsafe(`select (to_jsonb(t) - 'text')::text as row from public."${name}" t`);
    found[`table ${name}`] = rows.map(({ row }) => row).join("\n");
  }
  return found;
}

function filesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), "latin1")]),
  );
}

const login = (password: string, username = "boss@acme.example") => ({ body: JSON.stringify({ username, password }) });

/** What a client sends wrong, at every door, and what goes wrong on our side. */
async function misuse(): Promise<void> {
  const key = { body: JSON.stringify({ certificate: SECRETS["a made-up license key"] }) };
  const token = { headers: { "x-webitel-access": SECRETS["a token of nobody"] ?? "" } };
  await ask("POST", "/api/login", login(SECRETS["a wrong password"] ?? ""));
  await ask("POST", "/api/login", { body: SECRETS["a body that is no JSON"] ?? "" });
  await ask("PUT", "/api/customer", key);
  await ask("PUT", `/api/customer?certificate=${SECRETS["a made-up license key"]}`);
  await ask("GET", "/api/users", token);
  await ask("GET", "/licenses", { headers: { cookie: `seatwise.session=${SECRETS["a cookie of somebody else"]}` } });
  await ask("POST", "/setup", { body: `token=${SECRETS["a setup token that was guessed"]}` });
  await sendSignIn(server.url, { address: "boss@acme.example", password: SECRETS["a wrong password"] ?? "" });
  // Whatever is asked of the database now is an error that nobody expected.
  await sql`alter table attempts rename to attempts_gone`;
  try {
    expect((await ask("POST", "/api/login", login(SECRETS["a right password"] ?? ""))).status).toBe(500);
    expect((await ask("PUT", "/api/customer", key)).status).toBe(500);
    await sendSignIn(server.url, { address: "boss@acme.example", password: SECRETS["a right password"] ?? "" });
  } finally {
    await sql`alter table attempts_gone rename to attempts`;
  }
}

it("no secret stands in the log, in an answer, on a page, in the audit list, in the database or in a file", async () => {
  const license = named("CALL_CENTER", 5);
  const text = await install(issuer, [license]);
  const password = SECRETS["a right password"] ?? "";
  const boss = await addPerson("boss@acme.example", { roles: ["sysadmin"], password });
  await grant(boss.id, license);
  await misuse();
  const signedIn = await sendSignIn(server.url, boss);
  const cookie = signedIn.cookies.map((each) => /^seatwise\.session=[^;]+/.exec(each)?.[0]).find(Boolean) ?? "";
  const called = await fetch(`${server.url}/api/login`, {
    method: "POST",
    body: JSON.stringify({ username: boss.address, password }),
  });
  const { access_token: session } = await called.json();
  const { secret: key } = await addToken({ ...SYSTEM, kind: "command" }, boss.address, {
    name: "export",
    scope: "read",
    days: 9,
  });
  SECRETS["a browser's session"] = cookie.split("=")[1] ?? "";
  SECRETS["a session of the interface"] = session;
  SECRETS["an access token"] = key;
  SECRETS["the license key"] = text.split(".")[2]?.slice(3, 60) ?? "";
  const typed = { body: JSON.stringify({ certificate: text.slice(0, -2) }) };
  await ask("PUT", "/api/customer", typed);
  await ask("PUT", "/api/customer", { body: JSON.stringify({ certificate: text }) });

  const pages = [
    "/",
    "/me",
    "/licenses",
    "/licenses?import=1",
    `/licenses?users=${license.id}`,
    "/licenses/users",
    "/audit",
    "/audit/csv",
  ];
  const more = [
    "/directory/users",
    "/directory/domains",
    "/channels/chat-gateways",
    "/channels/email-profiles",
    "/sign-in",
    "/renew",
    "/setup",
    "/nowhere",
    "/api/docs",
  ];
  for (const path of [...pages, ...more]) await ask("GET", path, { headers: { cookie } });
  const calls = [
    "/api/customer",
    "/api/license",
    "/api/users",
    `/api/users/${boss.id}`,
    "/api/userinfo",
    "/api/products",
    "/api/settings?name=a",
    "/api/users/warnings",
    "/api/health/ready",
    "/api/openapi.json",
  ];
  for (const token of [session, key])
    for (const path of calls) await ask("GET", path, { headers: { "x-webitel-access": token } });
  await ask("POST", "/api/logout", { headers: { "x-webitel-access": session }, body: "{}" });

  expect(Object.values(SECRETS).filter((secret) => secret.length < 20)).toEqual([]);
  // The test sees what is there: a name stands in all these places.
  const places: Record<string, string> = {
    ...answers,
    ...(await wholeDatabase()),
    ...filesOf(dataDir),
    "the log": server.output(),
  };
  expect(Object.keys(places).filter((place) => places[place]?.includes("boss")).length).toBeGreaterThan(8);
  expect(server.output()).toContain("unknown error");
  const found = Object.entries(SECRETS).flatMap(([name, secret]) =>
    Object.entries(places).flatMap(([place, content]) => (content.includes(secret) ? [`${name} in ${place}`] : [])),
  );
  expect(found).toEqual([]);
});

/** What the log says under this message, without when and by which process. */
function logged(message: string): object[] {
  const lines = server
    .output()
    .split("\n")
    .filter((line) => line.includes(`"msg":"${message}"`));
  return lines.map((line) => {
    const { level: _level, time: _time, app: _app, msg: _msg, ...about } = JSON.parse(line.slice(line.indexOf("{")));
    return about;
  });
}

it("a failed attempt and a right that is missing stand in the log: by whom and from where, not what was typed", async () => {
  await install(issuer, [named("CALL_CENTER", 5)]);
  const anna = await addPerson("anna@acme.example", { roles: [] });
  const before = { failed: logged("an attempt failed").length, missing: logged("a right is missing").length };
  await ask("POST", "/api/login", login("wrong", anna.address));
  await ask("POST", "/api/login", login("wrong", "nobody@acme.example"));
  await ask("PUT", "/api/customer", { body: JSON.stringify({ certificate: "made.up.key" }) });
  const token = { name: "export", scope: "read", days: 9 } as const;
  const { secret } = await addToken({ ...SYSTEM, kind: "command" }, anna.address, token);
  expect((await ask("GET", "/api/users", { headers: { "x-webitel-access": secret } })).status).toBe(403);
  const from = expect.stringContaining("127.0.0.1");
  await expect
    .poll(() => logged("a right is missing").slice(before.missing))
    .toEqual([
      {
        actor: { kind: "user", id: anna.id, name: "anna@acme.example (export)" },
        section: "admin/license",
        permission: "read",
      },
    ]);
  expect(logged("an attempt failed").slice(before.failed)).toEqual([
    { what: "sign-in", from, userId: anna.id, seconds: 0 },
    { what: "sign-in", from, userId: null, seconds: 0 },
    { what: "license key", from, userId: null, seconds: 0 },
  ]);
});

it("passwords are kept as argon2id, tokens and sessions as SHA-256 of 256 random bits", async () => {
  const boss = await addPerson("boss@acme.example", {
    roles: ["sysadmin"],
    password: SECRETS["a right password"] ?? "",
  });
  await install(issuer, [named("CALL_CENTER", 5)]);
  await addToken({ ...SYSTEM, kind: "command" }, boss.address, { name: "export", scope: "read", days: 9 });
  await sendSignIn(server.url, boss);
  expect(await sql`select password_hash like '$argon2id$v=19$m=19456,t=2,p=1$%' as good from users`).toEqual([
    { good: true },
  ]);
  expect(
    await sql`select octet_length(token_hash) as bytes from sessions union all select octet_length(token_hash) from access_tokens`,
  ).toEqual([{ bytes: 32 }, { bytes: 32 }]);
});
