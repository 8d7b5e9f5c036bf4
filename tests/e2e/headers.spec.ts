import type { Page } from "@playwright/test";
import { expect, test } from "@/tests/e2e/browsers";
import { come, furnish } from "@/tests/e2e/views";
import { FRONT } from "@/tests/e2e/views-front";
import { ROOMS } from "@/tests/e2e/views-rooms";
import { startAppServer } from "@/tests/support/app-server";

/** What stands on every answer, whoever gives it. */
const ALWAYS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

const PAGE_POLICY = new RegExp(
  "^default-src 'none'; script-src 'self' 'nonce-[\\w-]{22}'; style-src 'self' 'nonce-[\\w-]{22}'; img-src 'self'; " +
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'(; upgrade-insecure-requests)?$",
);

const PLAIN_POLICY = /^default-src 'none'; style-src 'nonce-[\w-]{22}'; .*base-uri 'none'; frame-ancestors 'none'$/;

const FILE_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Whatever the browser refuses to run or load on the pages that this one shows. */
async function violationsOn(page: Page): Promise<string[]> {
  const seen: string[] = [];
  await page.exposeFunction("reportViolation", (text: string) => void seen.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, sample }) => {
      const { reportViolation } = globalThis as unknown as { reportViolation: (text: string) => void };
      reportViolation([location.pathname, violatedDirective, blockedURI, sourceFile, sample].join(" "));
    });
  });
  page.on("console", (message) => {
    if (/Content Security Policy|violates the following/i.test(message.text())) seen.push(message.text());
  });
  return seen;
}

for (const [room, views] of Object.entries(ROOMS)) {
  test(`no view asks for what its policy refuses: ${room}`, async ({ page, portal, admin, enter }) => {
    test.setTimeout(120_000);
    const furnished = await furnish(portal);
    const violations = await violationsOn(page);
    for (const view of views) await test.step(view.name, () => come(view, furnished, { page, admin, enter }));
    expect(violations).toEqual([]);
  });
}

test("no view before the sign-in asks for what its policy refuses", async ({ page, portal }) => {
  test.setTimeout(120_000);
  const violations = await violationsOn(page);
  for (const { name, show } of FRONT) await test.step(name, () => show(page, portal));
  expect(violations).toEqual([]);
});

test("a script or a style that was smuggled into a page does nothing, and is heard of: a test of the test", async ({
  page,
}) => {
  const violations = await violationsOn(page);
  await page.goto("/sign-in");
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      "beforeend",
      "<img src='data:,' onerror='window.wasRun = 1'><p style='color:red'>x</p>",
    );
    const script = document.createElement("script");
    script.textContent = "window.wasRun = 2";
    document.body.append(script);
  });
  await expect.poll(() => violations.filter((text) => text.startsWith("/")).length).toBeGreaterThanOrEqual(3);
  expect(await page.evaluate(() => "wasRun" in window)).toBe(false);
});

const ANSWERS = [
  { name: "a page", path: "/sign-in", status: 200 },
  { name: "a redirect", path: "/licenses", status: 307 },
  { name: "a page that is not there", path: "/nothing", status: 404 },
  { name: "a malformed address", path: "/%E0%A4%A", status: 404 },
  { name: "a call", path: "/api/health", status: 200 },
  { name: "a refused call", path: "/api/users", status: 401 },
  { name: "a call that is not there", path: "/api/nothing", status: 404 },
  { name: "a text", path: "/licenses/1/key", status: 401 },
  { name: "a file", path: "/icon.svg", status: 200 },
  { name: "a method that no page has", path: "/sign-in", method: "DELETE", status: 405, isPlain: true },
  {
    name: "a form of another site",
    path: "/sign-in",
    method: "POST",
    origin: "https://evil.example",
    status: 403,
    isPlain: true,
  },
  { name: "a file of the framework that is not there", path: "/_next/static/nonsense.js", status: 404, isPlain: true },
];

for (const { name, path, method = "GET", origin, status, isPlain = false } of ANSWERS) {
  test(`${name} carries the policy`, async ({ portal }) => {
    const headers: Record<string, string> = origin === undefined ? {} : { origin };
    const answer = await fetch(portal.url + path, { method, headers, redirect: "manual" });
    expect(answer.status).toBe(status);
    const sent = Object.fromEntries(answer.headers);
    expect(sent).toMatchObject(ALWAYS);
    expect(sent["content-security-policy"]).toMatch(isPlain ? PLAIN_POLICY : PAGE_POLICY);
    expect(sent["strict-transport-security"]).toBeUndefined();
    expect(sent["x-powered-by"]).toBeUndefined();
  });
}

test("scripts and styles carry a policy that lets them do nothing by themselves", async ({ page, portal }) => {
  await page.goto("/sign-in");
  const path = await page.locator("link[rel=stylesheet]").first().getAttribute("href");
  const answer = await fetch(portal.url + path);
  expect(Object.fromEntries(answer.headers)).toMatchObject({ ...ALWAYS, "content-security-policy": FILE_POLICY });
});

test("the mark of scripts is another one for every answer, and a client cannot choose it", async ({ portal }) => {
  const chosen = "script-src 'nonce-AAAAAAAAAAAAAAAAAAAAAA'";
  const ask = async () => {
    const headers = { "content-security-policy": chosen, "content-security-policy-report-only": chosen };
    const answer = await fetch(`${portal.url}/sign-in`, { headers });
    const nonce = /'nonce-([\w-]+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1] ?? "";
    return { nonce, text: await answer.text() };
  };
  const answers = await Promise.all([ask(), ask(), ask()]);
  expect(new Set(answers.map(({ nonce }) => nonce)).size).toBe(3);
  for (const { nonce, text } of answers) {
    const tags = text.match(/<(script|style)\b[^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(5);
    expect(tags.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
    expect(text).not.toMatch(/<[^>]+ (style|on\w+)=/);
  }
});

test("behind TLS the browser is told to stay there, also by several processes", async ({
  installation: { issuer },
}) => {
  const variables = { AUTH_URL: "https://licenses.example.com" };
  const databaseUrl = process.env.DATABASE_URL ?? "";
  const options = ["--workers", "2"];
  const server = await startAppServer({ databaseUrl, issuersPath: issuer.issuersPath, options, variables });
  for (let nth = 0; nth < 4; nth++) {
    const answer = await fetch(`${server.url}/sign-in`, { headers: { connection: "close" } });
    expect(answer.headers.get("strict-transport-security")).toBe("max-age=63072000; includeSubDomains");
    expect(answer.headers.get("content-security-policy")).toMatch(/; upgrade-insecure-requests$/);
    const nonce = /'nonce-([\w-]+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1];
    expect(await answer.text()).toContain(`nonce="${nonce}"`);
  }
  await server.stop();
});
