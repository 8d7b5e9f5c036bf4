import { setTimeout as sleep } from "node:timers/promises";
import { type Browser, chromium, type Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hashToken, newSessionToken } from "@/lib/access/session";
import { grant, install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { howMany } from "@/tests/support/lengths";
import { faultsOf, type OpenApi } from "@/tests/support/openapi";
import { addPerson } from "@/tests/support/people";
import { openStormPlace, type StormPlace } from "@/tests/support/storm-place";
import { stillRunning } from "@/tests/support/processes";
import { issuer } from "@/tests/support/worker-database";

const TIMES = howMany("FAULT_ABSENCES", { briefly: 3, long: 100 });

/** Within this everything is answered, and after that long everything is well again. */
const ANSWER_MS = 1_000;
const RECOVERY_MS = 3_000;

let place: StormPlace;
let browser: Browser;
let cookie: string;
let token: string;
let annId: string;
const license = named("CALL_CENTER", 50);

async function giveSession(id: string, kind: string): Promise<string> {
  const secret = newSessionToken();
  await place.sql`
    insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
    values (decode(${hashToken(secret)}, 'hex'), ${id}, ${kind}, now() + interval '1 day', now() + interval '1 day')`;
  return secret;
}

beforeAll(async () => {
  place = await openStormPlace(issuer, {}, 1);
  // What lies on this machine must not hide that the step installs none.
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath) throw new Error("CHROMIUM_PATH is not set: run the tests with `npm test`.");
  browser = await chromium.launch({
    executablePath,
    chromiumSandbox: false,
    args: ["--disable-gpu", "--no-first-run"],
  });
});
afterAll(async () => {
  await browser.close();
  await place.stop();
});
beforeEach(async () => {
  await place.clean();
  await install(issuer, [license, named("CHAT", 2)]);
  const admin = await addPerson("admin@acme.example", { name: "Ada Admin", roles: ["sysadmin"] });
  annId = (await addPerson("ann@acme.example", { name: "Ann Lee" })).id;
  await grant(admin.id, license);
  cookie = await giveSession(admin.id, "browser");
  token = await giveSession(admin.id, "api");
});

/** Kills the database, does the work and brings the database back, whatever became of the work. */
async function whileAway(work: () => Promise<void>): Promise<void> {
  const comeBack = await place.database.leave();
  try {
    await work();
  } catch (error) {
    console.log(place.server.output().slice(-4_000));
    throw error;
  } finally {
    await comeBack();
  }
}

/** Says nothing while the server answers as it should; what has not crashed has written nothing of the kind. */
afterEach(() => {
  expect(stillRunning([place.server.pid])).toHaveLength(1);
  expect(place.server.output()).not.toMatch(/unhandled|uncaught|is gone:/i);
});

type Timed = { status: number; ms: number; text: string; headers: Headers };

async function ask(path: string, options: RequestInit = {}): Promise<Timed> {
  const began = performance.now();
  const answer = await fetch(place.server.url + path, {
    redirect: "manual",
    signal: AbortSignal.timeout(20_000),
    ...options,
  });
  const text = await answer.text();
  return { status: answer.status, ms: performance.now() - began, text, headers: answer.headers };
}

const askPage = (path: string) => ask(path, { headers: { cookie: `seatwise.session=${cookie}` } });
const askCall = (method: string, path: string, body?: object) =>
  ask(path, { method, headers: { "x-webitel-access": token }, ...(body && { body: JSON.stringify(body) }) });

const PAGES = [
  "/",
  "/licenses",
  "/licenses/users",
  "/me",
  "/audit",
  "/directory/users",
  "/channels/chat-gateways",
  "/sign-in",
];

function expectPlainPage({ status, ms, text, headers }: Timed): void {
  expect(status).toBe(503);
  expect(ms).toBeLessThan(ANSWER_MS);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(text).toContain("<h1>Not available at the moment</h1>");
  expect(text).not.toMatch(/<script|ECONN|postgres|at \w+ \(/);
}

function expectError({ status, ms, text, headers }: Timed): void {
  expect(JSON.parse(text)).toMatchObject({ id: "unavailable", code: 503, status: "Service Unavailable" });
  expect(status).toBe(503);
  expect(ms).toBeLessThan(ANSWER_MS);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
}

const OTHER_CALLS = [
  ["GET", "/customer"],
  ["POST", "/users/search"],
  ["GET", "/user/settings/timezone"],
  ["POST", "/logout"],
] as const;

/** The answer is 503, in the form and with the headers that the document has for it. */
async function expectDescribed(method: string, path: string): Promise<void> {
  const { status, text, headers } = await askCall(method, `/api${path}`, method === "POST" ? {} : undefined);
  const document = JSON.parse((await ask("/api/openapi.json")).text) as OpenApi;
  expect(status).toBe(503);
  expect(faultsOf(document, { method, path, status, body: JSON.parse(text), headers }), path).toEqual([]);
}

/** How long it takes until a page and a call are well, from the moment at which the database takes connections. */
async function recoveryMs(): Promise<number> {
  const began = performance.now();
  for (;;) {
    const [page, call] = await Promise.all([askPage("/licenses"), askCall("GET", "/api/license")]);
    if (page.status === 200 && call.status === 200) return performance.now() - began;
    if (performance.now() - began > 20_000) throw new Error(`Still away: ${page.status}, ${call.status}.`);
    await sleep(20);
  }
}

async function openPage(path: string): Promise<Page> {
  const page = await browser.newPage({ baseURL: place.server.url, locale: "en-GB" });
  await page.context().addCookies([{ name: "seatwise.session", value: cookie, url: place.server.url }]);
  await page.goto(path);
  return page;
}

describe("while the database is away", () => {
  it("pages and calls say so at once, health tells it, and all is well soon after it is back", async () => {
    const recoveries: number[] = [];
    let slowest = 0;
    for (let time = 0; time < TIMES; time++) {
      // Connections are warm, and one more request is under way when it goes.
      await Promise.all([...PAGES.map(askPage), askCall("GET", "/api/license")]);
      const underWay = Promise.all(Array.from({ length: 8 }, () => askCall("GET", "/api/users")));
      await whileAway(async () => {
        for (const { status } of await underWay) expect([200, 503]).toContain(status);
        // One after the other: a crowd at once would measure this machine.
        const pages: Timed[] = [];
        for (const path of PAGES) pages.push(await askPage(path));
        pages.forEach(expectPlainPage);
        const calls = [
          await askCall("GET", "/api/license"),
          await askCall("PUT", `/api/users/${annId}/license/${license.id}`),
          await askCall("POST", "/api/login", { username: "admin@acme.example", password: "x" }),
          await askCall("PUT", "/api/customer", { certificate: await issuer.issue() }),
          await askCall("GET", "/api/userinfo"),
        ];
        calls.forEach(expectError);
        const crowd = await Promise.all(Array.from({ length: 64 }, () => askCall("GET", "/api/userinfo")));
        expect(crowd.map(({ status }) => status)).toEqual(crowd.map(() => 503));
        expect((await ask("/api/health")).status).toBe(200);
        await expectDescribed("GET", "/health/ready");
        for (const [method, path] of OTHER_CALLS) await expectDescribed(method, path);
        expectPlainText(await askPage(`/licenses/${license.id}/key`));
        slowest = Math.max(slowest, ...[...pages, ...calls].map(({ ms }) => ms));
      });
      recoveries.push(await recoveryMs());
    }
    console.log(
      JSON.stringify({ absences: TIMES, slowestMs: Math.round(slowest), recoveriesMs: recoveries.map(Math.round) }),
    );
    expect(Math.max(...recoveries)).toBeLessThan(RECOVERY_MS);
    const [row] = await place.sql`select count(*)::int as held from grants where user_id = ${annId}`;
    expect(row?.held).toBe(0);
  });

  it("a tick and a typed form are refused in words, and what was typed stays", async () => {
    const [matrix, form, signIn] = [
      await openPage("/licenses/users"),
      await openPage("/channels/chat-gateways?add=1"),
      await openPage("/sign-in"),
    ];
    await sleep(1_000);
    const box = matrix.getByRole("checkbox", { name: /^Ann Lee CALL_CENTER/ });
    await whileAway(async () => {
      await box.click();
      await matrix.getByText("The database does not answer:").first().waitFor();
      expect(await box.isChecked()).toBe(false);
      await form.locator("input[name=name]").fill("Night shift");
      await form.getByRole("dialog").locator("button[type=submit]").last().click();
      await form.getByText("The database does not answer:").first().waitFor();
      expect(await form.locator("input[name=name]").inputValue()).toBe("Night shift");
      await signIn.getByLabel("User").fill("ann@acme.example");
      await signIn.getByLabel("Password").fill("some password");
      await signIn.getByRole("button", { name: "Sign in" }).click();
      await signIn.getByText("The database does not answer:").first().waitFor();
      expect(await signIn.getByLabel("User").inputValue()).toBe("ann@acme.example");
    });
    await recoveryMs();
    await box.click();
    await matrix.locator("tbody tr", { hasText: "Ann Lee" }).waitFor();
    await expect.poll(async () => (await place.sql`select 1 from grants where user_id = ${annId}`).length).toBe(1);
    await form.getByRole("dialog").locator("button[type=submit]").last().click();
    await expect
      .poll(async () => (await place.sql`select name from channels`).map(({ name }) => name))
      .toEqual(["Night shift"]);
    await Promise.all([matrix, form, signIn].map((page) => page.close()));
  });

  it("signing out does not pretend: the session is still there and can be ended later", async () => {
    const page = await openPage("/me");
    await page.locator("header summary").click();
    await whileAway(async () => {
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByText("The database does not answer.").waitFor();
    });
    await recoveryMs();
    expect((await askPage("/me")).status).toBe(200);
    await page.close();
  });
});

function expectPlainText({ status, ms, text }: Timed): void {
  expect([status, text]).toEqual([
    503,
    "The database does not answer: if this was a change, it is not known whether it was made; try again in a few seconds, and you will see.",
  ]);
  expect(ms).toBeLessThan(ANSWER_MS);
}
