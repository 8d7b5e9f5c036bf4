import { setTimeout } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { everythingStored, expect, test } from "@/tests/e2e/browsers";
import type { AppServer } from "@/tests/support/app-server";
import { EXPIRED, named } from "@/tests/support/issuer";

const PASSWORD = "correct horse battery";

/** The token as the operator reads it. */
function printedToken(server: AppServer): string {
  const [, token] = /Set up at \S+\/setup with the token (\S+)/.exec(server.output()) ?? [];
  if (token === undefined) throw new Error(`The server printed no token.\n${server.output()}`);
  return token;
}

function setupForm(page: Page) {
  const field = (name: string) => page.getByLabel(name, { exact: true });
  return {
    token: field("Setup token"),
    key: field("License key"),
    username: field("User name"),
    domain: field("Domain"),
    name: field("Full name"),
    password: field("Password"),
    again: field("Password again"),
    submit: page.getByRole("button", { name: "Set up" }),
    preview: page.getByRole("table", { name: "What this key will change" }),
    fault: page.getByRole("alert").filter({ hasText: /\S/ }),
  };
}

/** Fills everything but token and key, as the first administrator does. */
async function introduce(page: Page): Promise<void> {
  const form = setupForm(page);
  await form.username.fill("ada");
  await form.domain.fill("acme.example");
  await form.name.fill("Ada Admin");
  await form.password.fill(PASSWORD);
  await form.again.fill(PASSWORD);
}

test("who comes to an installation without users is led to the set-up", async ({ page, portal }) => {
  expect(await portal.sql`select 1 from users`).toEqual([]);
  await page.goto("/");
  await expect(page).toHaveURL(/\/setup$/);
});

test("from an empty installation to the licenses, starting at the sign-in page", async ({
  page,
  portal,
  installation,
}) => {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Set up this installation" }).click();
  await expect(page.getByRole("heading", { name: "Set up Seatwise" })).toBeVisible();
  const form = setupForm(page);
  await form.token.fill(printedToken(installation.server));
  await form.key.fill(await portal.issue({ licenses: [named("CALL_CENTER", 5, { name: "Agents" })] }));
  await expect(form.preview.getByRole("row", { name: "CALL_CENTER · Agents" })).toContainText("limit 5");
  await introduce(page);
  await form.submit.click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect(page.getByText("There is no user yet.")).toHaveCount(0);
  await page.getByLabel("User").fill("ada@acme.example");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("row", { name: "CALL_CENTER" })).toBeVisible();
  expect((await page.goto("/setup"))?.status()).toBe(404);
});

test("a key with which nobody could sign in is read before it is taken, however soon Set up is pressed", async ({
  page,
  portal,
  installation,
}) => {
  await page.goto("/setup");
  // However busy the machine is, the press comes before the preview.
  await page.route("**/setup", async (route) => {
    if (route.request().method() === "POST") await setTimeout(1_500);
    await route.continue();
  });
  const form = setupForm(page);
  await form.token.fill(printedToken(installation.server));
  await introduce(page);
  await form.key.fill(await portal.issue({ licenses: [named("CALL_CENTER", 5, EXPIRED)] }));
  await form.submit.click();
  await expect(page.getByText("With this key nobody will be able to sign in.")).toBeVisible();
  await page.unroute("**/setup");
  await expect(form.preview).toBeVisible();
  expect(await portal.sql`select 1 from users`).toEqual([]);
  await form.submit.click();
  await expect(page).toHaveURL(/\/sign-in$/);
  expect(await portal.sql`select username from users`).toEqual([{ username: "ada" }]);
});

test("works without JavaScript: check the key, then set up", async ({ portal, open, installation }) => {
  const page = await open(null, { javaScriptEnabled: false });
  await page.goto("/setup");
  const form = setupForm(page);
  await form.token.fill(printedToken(installation.server));
  await form.key.fill(await portal.issue());
  await page.getByRole("button", { name: "Check the license key" }).click();
  await expect(form.preview.getByRole("row", { name: "CALL_CENTER" })).toBeVisible();
  await introduce(page);
  await form.again.fill("something else");
  await form.submit.click();
  await expect(form.fault).toHaveText("The two passwords are not the same.");
  await expect(form.name).toHaveValue("Ada Admin");
  await form.password.fill(PASSWORD);
  await form.again.fill(PASSWORD);
  await form.submit.click();
  await expect(page).toHaveURL(/\/sign-in$/);
  expect(await portal.sql`select 1 from users`).toHaveLength(1);
});

const REFUSED: [what: string, field: "token" | "key" | "domain" | "username" | "again", value: string, text: RegExp][] =
  [
    ["another token", "token", "abcd-efgh-jkmn", /^This is not the token that the server printed/],
    ["a text that is no key", "key", "hello", /^This is not a license key\./],
    ["a domain without a dot", "domain", "acme", /^A domain has dots/],
    [
      "a user name with its domain",
      "username",
      "ada@acme.example",
      /^This cannot be a user name: .* without spaces and @\.$/,
    ],
    ["two passwords", "again", "something else", /^The two passwords are not the same\.$/],
  ];

for (const [what, field, value, text] of REFUSED) {
  test(`${what} is refused beside the field, and nothing that was typed is lost`, async ({
    page,
    portal,
    installation,
  }) => {
    const before = await everythingStored(portal);
    await page.goto("/setup");
    const form = setupForm(page);
    const key = await portal.issue();
    await form.token.fill(printedToken(installation.server));
    await form.key.fill(key);
    await introduce(page);
    await form[field].fill(value);
    await form.submit.click();
    await expect(form.fault).toHaveText(text);
    await expect(form[field]).toHaveAttribute("aria-invalid", "true");
    await expect(form[field]).toBeFocused();
    await expect(form[field]).toHaveValue(value);
    await expect(form.name).toHaveValue("Ada Admin");
    if (field === "key") await expect(form.key).toHaveAccessibleDescription(text);
    else await expect(form.key).toHaveValue(key);
    expect(await everythingStored(portal)).toBe(before);
  });
}

test("who comes second is told that somebody is there already", async ({ page, portal, installation }) => {
  await page.goto("/setup");
  const form = setupForm(page);
  await form.token.fill(printedToken(installation.server));
  await form.key.fill(await portal.issue());
  await expect(form.preview).toBeVisible();
  await introduce(page);
  await portal.addUser("first@acme.example", { roles: ["sysadmin"] });
  const before = await everythingStored(portal);
  await form.submit.click();
  await expect(form.fault).toHaveText(/^Somebody has set up this installation in the meantime\./);
  expect(await everythingStored(portal)).toBe(before);
});

test("does not exist once there is a user", async ({ page, portal }) => {
  await portal.addUser("ann@acme.example");
  expect((await page.goto("/setup"))?.status()).toBe(404);
});
