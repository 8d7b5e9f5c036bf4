import type { Locator, Page } from "@playwright/test";
import { expect, scriptReaches, test } from "@/tests/e2e/browsers";
import { GATEWAYS } from "@/tests/e2e/channel-pages";
import { openImport } from "@/tests/e2e/import-window";
import { named } from "@/tests/support/issuer";

const NO_ANSWER = "No answer came, so it is not known whether this was done. What you typed is still here: try again.";

/** While it runs, what the page sends gets lost on the way, or is answered by something else than the portal. */
async function withoutAnswers(page: Page, how: "lost" | "busy", work: () => Promise<void>): Promise<void> {
  await page.route("**/*", (route) => {
    if (route.request().method() !== "POST") return route.continue();
    return how === "lost" ? route.abort() : route.fulfill({ status: 503, body: "<h1>Bad gateway</h1>" });
  });
  await work();
  await page.unroute("**/*");
}

const alert = (window: Locator) => window.getByRole("alert");

for (const how of ["lost", "busy"] as const) {
  test(`${how}: a license key stays, and is previewed and applied when there are answers again`, async ({
    adminPage: page,
    portal,
  }) => {
    await portal.install(named("CALL_CENTER", 5));
    const key = await portal.issue({ licenses: [named("EMAIL", 7)] });
    const { dialog, field, add, preview } = await openImport(page);
    await withoutAnswers(page, how, async () => {
      await field.fill(key);
      await expect(alert(dialog)).toHaveText(NO_ANSWER);
      await expect(field).toHaveValue(key);
      await add.click();
      await expect(alert(dialog)).toHaveText(NO_ANSWER);
      await expect(field).toHaveValue(key);
    });
    await add.click();
    await expect(dialog).toHaveCount(0);
    await expect(preview).toHaveCount(0);
    await expect(page.getByRole("cell", { name: "EMAIL", exact: true })).toBeVisible();
  });

  test(`${how}: everything typed about a new user stays, and is sent again`, async ({ adminPage: page, portal }) => {
    await portal.install(named("CALL_CENTER", 5));
    await page.goto("/directory/users?add=1");
    const dialog = page.getByRole("dialog", { name: "Add user" });
    await scriptReaches(dialog.getByRole("button", { name: "Add" }));
    await dialog.getByLabel("Name", { exact: true }).fill("Ольга Мельник");
    await dialog.getByLabel("User name").fill("olha");
    await dialog.getByLabel("sysadmin").check();
    await dialog.getByLabel("Password").fill("a password that is long");
    await withoutAnswers(page, how, async () => {
      await dialog.getByRole("button", { name: "Add" }).click();
      await expect(alert(dialog)).toHaveText([NO_ANSWER, "Type the password again."]);
      await expect(dialog.getByLabel("Name", { exact: true })).toHaveValue("Ольга Мельник");
      await expect(dialog.getByLabel("User name")).toHaveValue("olha");
      await expect(dialog.getByLabel("sysadmin")).toBeChecked();
    });
    await dialog.getByRole("button", { name: "Add" }).click();
    await expect(dialog).toHaveCount(1);
    await dialog.getByLabel("Password").fill("a password that is long");
    await dialog.getByRole("button", { name: "Add" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole("row", { name: "Ольга Мельник" })).toContainText("sysadmin");
  });
}

test("chosen columns stay where no answer comes", async ({ adminPage: page, portal }) => {
  const [first, second] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
  await portal.install(first, second);
  await page.goto(`/licenses/users?columns=${first.id}&select=1`);
  const dialog = page.getByRole("dialog", { name: "Select visible columns" });
  const [center, mail] = [dialog.getByLabel("CALL_CENTER"), dialog.getByLabel("EMAIL")];
  const add = dialog.getByRole("button", { name: "Add" });
  await scriptReaches(add);
  await mail.check();
  await center.uncheck();
  await withoutAnswers(page, "lost", async () => {
    await add.click();
    await expect(alert(dialog)).toHaveText(NO_ANSWER);
    await expect(mail).toBeChecked();
    await expect(center).not.toBeChecked();
  });
  await add.click();
  await expect(page.getByRole("columnheader", { name: "EMAIL" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "CALL_CENTER" })).toHaveCount(0);
});

test("a list of users, a channel's name and a user name stay where no answer comes", async ({
  adminPage: page,
  portal,
  open,
}) => {
  await portal.install(named("CHAT", 1));
  await page.goto("/directory/users?import=1");
  const list = page.getByRole("dialog").getByRole("textbox");
  await scriptReaches(list);
  await list.fill("domain,username,name,roles,disabled\nacme.example,olha,Olha,,");
  await withoutAnswers(page, "lost", async () => {
    await page.getByRole("dialog").getByRole("button", { name: "Preview" }).click();
    await expect(alert(page.getByRole("dialog"))).toHaveText(NO_ANSWER);
    await expect(list).toHaveValue(/acme\.example,olha,Olha/);
  });

  await page.goto(`${GATEWAYS}?add=1`);
  const name = page.getByRole("dialog").getByLabel("Name");
  await scriptReaches(name);
  await name.fill("desk one");
  await withoutAnswers(page, "lost", async () => {
    await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
    await expect(alert(page.getByRole("dialog"))).toHaveText(NO_ANSWER);
    await expect(name).toHaveValue("desk one");
  });

  const stranger = await open(null);
  await stranger.goto("/sign-in");
  const field = stranger.locator("input[name=username]");
  await scriptReaches(field);
  await field.fill("anna@acme.example");
  await stranger.locator("input[name=password]").fill("correct horse");
  await withoutAnswers(stranger, "busy", async () => {
    await stranger.getByRole("button", { name: "Sign in" }).click();
    await expect(stranger.getByText(NO_ANSWER)).toBeVisible();
    await expect(field).toHaveValue("anna@acme.example");
  });
});

test("what is typed while an answer is under way stays", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.route("**/*", async (route) => {
    if (route.request().method() === "POST") await new Promise((done) => setTimeout(done, 800));
    await route.continue();
  });
  await page.goto("/directory/users?import=1");
  const list = page.getByRole("dialog").getByLabel("Or paste the list");
  const preview = page.getByRole("button", { name: "Preview" });
  await scriptReaches(preview);
  const [first, second] = ["domain,username,name\nacme.example,ann,Ann Lee", "\nacme.example,bob,Bob Ray"];
  await list.fill(first);
  await preview.click();
  await list.fill(first + second);
  await expect(page.getByRole("cell", { name: "Ann Lee" })).toBeVisible();
  await expect(list).toHaveValue(first + second);

  await page.goto("/directory/users?add=1");
  const dialog = page.getByRole("dialog", { name: "Add user" });
  await scriptReaches(dialog.getByRole("button", { name: "Add" }));
  await dialog.getByLabel("Name", { exact: true }).fill("Ann Lee");
  await dialog.getByLabel("User name").fill("a b");
  await dialog.getByRole("button", { name: "Add" }).click();
  await dialog.getByLabel("User name").fill("ann");
  await dialog.getByLabel("sysadmin").check();
  await expect(alert(dialog)).toBeVisible();
  await expect(dialog.getByLabel("User name")).toHaveValue("ann");
  await expect(dialog.getByLabel("sysadmin")).toBeChecked();
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveValue("Ann Lee");
});
