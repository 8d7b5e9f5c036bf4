import type { Page } from "@playwright/test";
import { test as base } from "@/tests/e2e/api";
import { expect, SESSION_COOKIE, scriptReaches } from "@/tests/e2e/browsers";
import { expectAccessible } from "@/tests/support/accessibility";
import { named } from "@/tests/support/issuer";
import type { Person } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";

const test = base.extend<{ anna: Person }>({
  /** An ordinary user with a license and no role. */
  anna: async ({ portal }, use) => {
    const license = named("CALL_CENTER", 5);
    await portal.install(license);
    const anna = await portal.addUser("anna@acme.example", { name: "Anna" });
    await portal.grant(anna, license);
    await use(anna);
  },
});

const tokensOf = (page: Page) => page.getByRole("region", { name: "Access tokens" });
const windowOf = (page: Page) => page.getByRole("dialog", { name: "Add token" });
const secretIn = (page: Page) => windowOf(page).getByLabel("Token", { exact: true });

/** Fills the open window in and answers the secret that it shows. */
async function makeToken(page: Page, name: string, scope: "read" | "write" = "write"): Promise<string> {
  const window = windowOf(page);
  await window.getByLabel("Name").fill(name);
  await window.locator(`input[value=${scope}]`).check();
  await window.getByRole("button", { name: "Add token" }).click();
  await expect(secretIn(page)).toHaveValue(/^swt_[\w-]{43}$/);
  return secretIn(page).inputValue();
}

async function expectNowhere(page: Page, secret: string): Promise<void> {
  expect(page.url()).not.toContain(secret);
  expect(await page.content()).not.toContain(secret);
}

async function giveTokens(portal: Portal, { id }: Person): Promise<void> {
  await portal.sql`
    insert into access_tokens (user_id, name, scope, token_hash, ends_at, last_used_at)
    values (${id}, 'nightly report', 'read', sha256('a'), now() + interval '30 days', now()),
      (${id}, 'old export', 'write', sha256('b'), now() - interval '1 day', null)`;
}

test("nobody's windows open without signing in, and nobody revokes what is somebody else's", async ({
  page,
  portal,
  anna,
  enter,
}) => {
  await page.goto("/me?token=1");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fme%3Ftoken%3D1$/);
  await giveTokens(portal, anna);
  const [stored] = await portal.sql`select id::text from access_tokens limit 1`;
  await enter(await portal.addUser("root@acme.example", { roles: ["sysadmin"] }));
  await page.goto(`/me?revoke=${stored?.id}`);
  await expect(page.getByText("You have no access tokens.")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a token in a browser's cookie signs nobody in", async ({ page, portal, anna, api }) => {
  const token = await api.tokenOf(anna);
  await page.context().addCookies([{ name: SESSION_COOKIE, value: token, url: portal.url }]);
  await page.goto("/me?password=1");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test("a token is added, shown once, used by a program, revoked, and then refused", async ({
  adminPage: page,
  portal,
  api,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/me");
  await tokensOf(page).getByRole("link", { name: "Add token" }).click();
  await expect(windowOf(page).getByLabel("Ends after (days)")).toHaveValue("90");
  await expectAccessible(page);
  const secret = await makeToken(page, "nightly report");
  await expect(windowOf(page).getByText("it is not shown again")).toBeVisible();
  await expect(secretIn(page)).toBeFocused();
  await expectAccessible(page);
  expect(page.url()).not.toContain(secret);
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/me$/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expectNowhere(page, secret);

  const row = tokensOf(page).getByRole("row", { name: "nightly report" });
  await expect(row.getByRole("cell")).toHaveText([
    "nightly report",
    "Read and change",
    /^\d\d\.\d\d\.\d{4}$/,
    /^\d\d\.\d\d\.\d{4}$/,
    "never",
    "Revoke",
  ]);
  // A window that was closed is not gone back to.
  await page.goBack();
  await expect(windowOf(page)).toHaveCount(0);
  await expectNowhere(page, secret);
  await page.reload();
  await expectNowhere(page, secret);

  expect((await api.call("GET", "/license", { token: secret })).status).toBe(200);
  await page.goto("/me");
  await expect(row.getByRole("cell").nth(4)).toHaveText(/^\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d$/);
  await row.getByRole("link", { name: "Revoke nightly report" }).click();
  const question = page.getByRole("dialog", { name: "Revoke nightly report?" });
  await expectAccessible(page);
  await question.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("You have no access tokens.")).toBeVisible();
  expect((await api.call("GET", "/license", { token: secret })).status).toBe(401);

  await page.goto("/audit");
  const entries = page.locator("[id^=entry-]");
  await expect(entries.getByText("Access token added")).toHaveCount(1);
  await entries.getByText("Access token revoked").click();
  await expect(entries.first()).toContainText("Token accessread and change");
  await expectNowhere(page, secret);
});

test("the secret is copied by a button", async ({ open, anna }) => {
  const page = await open(anna, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto("/me?token=1");
  await scriptReaches(windowOf(page).getByRole("button"));
  const secret = await makeToken(page, "ci", "read");
  await windowOf(page).getByRole("button", { name: "Copy" }).click();
  await expect(windowOf(page).getByText("Copied to clipboard!")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
});

test("a refusal stands beside its field, and what was typed stays", async ({ page, portal, anna, enter }) => {
  await giveTokens(portal, anna);
  await enter(anna);
  await page.goto("/me?token=1");
  const window = windowOf(page);
  await scriptReaches(window.getByRole("button"));
  await window.getByLabel("Name").fill("old export");
  await window.getByRole("radio", { name: "Read and change" }).check();
  await window.getByLabel("Ends after (days)").fill("7");
  await window.getByRole("button", { name: "Add token" }).click();
  await expect(window.getByRole("alert")).toHaveText("You have a token of that name already.");
  await expect(window.getByLabel("Name")).toHaveValue("old export");
  await expect(window.getByLabel("Ends after (days)")).toHaveValue("7");
  await expect(window.getByRole("radio", { name: "Read and change" })).toBeChecked();
  await expectAccessible(page);
  await window.getByLabel("Name").fill("ci");
  await window.locator("form").evaluate((form: HTMLFormElement) => Object.assign(form, { noValidate: true }));
  await window.getByLabel("Ends after (days)").fill("367");
  await window.getByRole("button", { name: "Add token" }).click();
  await expect(window.getByRole("alert")).toHaveText("A token lasts a whole number of days, from 1 to 366.");
  await expect(window.getByLabel("Name")).toHaveValue("ci");
});

test("works without JavaScript: added, shown once, and revoked", async ({ open, anna, api }) => {
  const page = await open(anna, { javaScriptEnabled: false });
  await page.goto("/me");
  await tokensOf(page).getByRole("link", { name: "Add token" }).click();
  await windowOf(page).getByLabel("Ends after (days)").fill("1");
  const secret = await makeToken(page, "ci", "read");
  await expect(windowOf(page).getByRole("button")).toHaveCount(0);
  expect(page.url()).not.toContain(secret);
  expect((await api.call("GET", "/license", { token: secret })).status).toBe(403);
  await page.reload();
  await expect(windowOf(page).getByRole("alert")).toHaveText("You have a token of that name already.");
  await expectNowhere(page, secret);
  await page.goto("/me");
  await expectNowhere(page, secret);
  await tokensOf(page).getByRole("link", { name: "Revoke ci" }).click();
  await page.getByRole("dialog", { name: "Revoke ci?" }).getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("You have no access tokens.")).toBeVisible();
  expect((await api.call("GET", "/license", { token: secret })).status).toBe(401);
});

test("shows ended tokens as such, in Ukrainian and on a narrow screen too", async ({ portal, open, anna }) => {
  await giveTokens(portal, anna);
  const page = await open(anna, { locale: "uk-UA", viewport: { width: 390, height: 844 } });
  await page.goto("/me");
  const rows = page.getByRole("region", { name: "Токени доступу" }).getByRole("row");
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(2)).toContainText("old export");
  await expect(rows.nth(2).getByText("Закінчився")).toBeVisible();
  await expect(rows.nth(1).getByText("Закінчився")).toHaveCount(0);
  await expect(page.getByText("/api/userinfo")).toBeVisible();
  await expectAccessible(page);
});
