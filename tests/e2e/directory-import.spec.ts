import type { Page } from "@playwright/test";
import { everythingStored, expect, test } from "@/tests/e2e/browsers";
import { expectAccessible } from "@/tests/support/accessibility";
import { named } from "@/tests/support/issuer";

const HEADER = "domain;username;name;roles;disabled";

function importWindow(page: Page) {
  const dialog = page.getByRole("dialog", { name: "Import users" });
  return {
    dialog,
    file: dialog.getByLabel("File (CSV)"),
    text: dialog.getByLabel("Or paste the list"),
    preview: dialog.getByRole("button", { name: "Preview" }),
    apply: dialog.getByRole("button", { name: "Apply" }),
    result: dialog.getByRole("table"),
  };
}

test("a spreadsheet's file is previewed line by line, then applied; refused lines are left out", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  await portal.addUser("anna@acme.example", { name: "Anna" });
  await page.goto("/directory/users");
  await page.getByRole("link", { name: "Import" }).click();
  const { dialog, file, preview, apply, result } = importWindow(page);
  const lines = [
    HEADER,
    'acme.example;new;"Нова, Людина";sysadmin;',
    "acme.example;anna;Anna Koval;;true",
    "ghost.example;ghost;Ghost;;",
    "acme.example;king;King;king;",
  ];
  const buffer = Buffer.from(`\uFEFF${lines.join("\r\n")}\r\n`);
  await file.setInputFiles({ name: "users.csv", mimeType: "text/csv", buffer });
  const before = await everythingStored(portal);
  await preview.click();
  await expect(result.locator("tbody tr")).toHaveText([
    /^4Ghostghost@ghost\.exampleRefusedthere is no such domain$/,
    /^5Kingking@acme\.exampleRefusedthere is no role “king”$/,
    /^2Нова, Людинаnew@acme\.exampleNew$/,
    /^3Anna Kovalanna@acme\.exampleChangedname, becomes disabled/,
  ]);
  await expect(dialog.getByText("Refused lines are left out; all others are applied together.")).toBeVisible();
  expect(await everythingStored(portal)).toBe(before);
  await expectAccessible(page);
  await apply.click();
  await expect(dialog.getByText("Applied: 1 user added, 1 changed, 2 refused.")).toBeVisible();
  await dialog.getByRole("link", { name: "Close" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("row", { name: "Нова, Людина" })).toBeVisible();
  await expect(page.getByRole("row", { name: "Anna Koval" }).getByText("Disabled")).toBeVisible();
});

test("without JavaScript the pasted list is previewed first, whatever was changed, and kept", async ({
  portal,
  open,
  admin,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  const page = await open(admin, { javaScriptEnabled: false });
  await page.goto("/directory/users?import=1");
  const { dialog, text, preview, apply, result } = importWindow(page);
  await text.fill("user,name\nx,y");
  await preview.click();
  await expect(dialog.getByRole("alert")).toHaveText("The first line must name the columns; “domain” is missing.");
  await expect(text).toHaveValue("user,name\nx,y");
  await expect(text).toHaveAccessibleDescription(/“domain” is missing/);
  await text.fill(`${HEADER}\nacme.example;anna;Anna;;`);
  await preview.click();
  await expect(result.getByRole("row", { name: "Anna" })).toContainText("New");
  await expect(text).toHaveAccessibleDescription("");
  await text.fill(`${HEADER}\nacme.example;bob;Bob;;`);
  await apply.click();
  await expect(result.getByRole("row", { name: "Bob" })).toContainText("New");
  expect(await portal.sql`select 1 from users where username in ('anna', 'bob')`).toHaveLength(0);
  await apply.click();
  await expect(dialog.getByText("Applied: 1 user added")).toBeVisible();
  expect(await portal.sql`select username from users where username in ('anna', 'bob')`).toMatchObject([
    { username: "bob" },
  ]);
});

test("a file whose lines end in CR alone is applied after one look", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/directory/users?import=1");
  const { dialog, file, preview, apply, result } = importWindow(page);
  const buffer = Buffer.from(`${HEADER}\racme.example;anna;Anna;;\r`);
  await file.setInputFiles({ name: "users.csv", mimeType: "text/csv", buffer });
  await preview.click();
  await expect(result.getByRole("row", { name: "Anna" })).toContainText("New");
  await apply.click();
  await expect(dialog.getByText("Applied: 1 user added")).toBeVisible();
});

test("10,000 users come in one go", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/directory/users?import=1");
  const { dialog, file, preview, apply } = importWindow(page);
  const lines = Array.from(
    { length: 10_000 },
    (_each, index) => `acme.example;user${index};Користувач Номер ${index};;false`,
  );
  const buffer = Buffer.from([HEADER, ...lines].join("\n"));
  await file.setInputFiles({ name: "users.csv", mimeType: "text/csv", buffer });
  await preview.click();
  await expect(dialog.getByText("New: 10,000")).toBeVisible({ timeout: 30_000 });
  await apply.click();
  await expect(dialog.getByText("Applied: 10,000 users added")).toBeVisible({ timeout: 30_000 });
  await page.goto("/directory/users?q=9999");
  await expect(page.locator("tbody tr")).toHaveCount(1);
});

test("a list that is too large is not sent, and nothing typed is lost", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/directory/users?import=1");
  const { dialog, file, text, preview } = importWindow(page);
  await text.fill(HEADER);
  await file.setInputFiles({ name: "big.csv", mimeType: "text/csv", buffer: Buffer.alloc(5_000_000, "x") });
  await preview.click();
  await expect(dialog.getByRole("alert")).toContainText("This list is too large.");
  await expect(text).toHaveValue(HEADER);
});
