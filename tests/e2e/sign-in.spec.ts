import { named } from "@/tests/support/issuer";
import { expect, test } from "@/tests/support/portal";

test("the sign-in page has a heading and no complaint", async ({ page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(0);
});

test("says that no license is in force and leads to the renewal", async ({ page, portal }) => {
  await page.goto(`${portal.url}/sign-in`);
  await expect(page.getByText("No license is in force")).toBeVisible();
  await page.getByRole("link", { name: "Renew with a license key" }).click();
  await expect(page).toHaveURL(/\/renew$/);
});

test("lets an administrator in", async ({ page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await portal.signIn(page, await portal.addUser("admin@acme.example", { roles: ["sysadmin"] }));
  await expect(page).toHaveURL(/\/licenses$/);
  expect(await portal.sql`select 1 from sessions`).toHaveLength(1);
});

test("refuses a wrong password in words and keeps the name", async ({ page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/sign-in");
  await page.getByLabel("User").fill("nobody@acme.example");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
  await expect(page.getByLabel("User")).toHaveValue("nobody@acme.example");
});

test("leads nobody to another site", async ({ page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).host));
  for (const [nth, next] of ["/.//evil.example/x", "/licenses/%2E%2e//evil.example/x", "//evil.example"].entries()) {
    const person = await portal.addUser(`admin${nth}@acme.example`, { roles: ["sysadmin"] });
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByLabel("User").fill(person.address);
    await page.getByLabel("Password").fill(person.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(/\/licenses/);
    await page.context().clearCookies();
  }
  expect(new Set(asked)).toEqual(new Set([new URL(portal.url).host]));
});
