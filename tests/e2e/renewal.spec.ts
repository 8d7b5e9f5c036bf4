import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@/tests/e2e/browsers";
import { openImport } from "@/tests/e2e/import-window";
import { holders } from "@/tests/e2e/matrix-page";
import { EXPIRED, named } from "@/tests/support/issuer";
import type { Portal } from "@/tests/support/portal";

/** Lets time pass until the last license has ended. */
async function endEverything(portal: Portal): Promise<void> {
  await portal.sql`update licenses set not_after = now() - interval '1 minute'`;
}

function milliseconds(seconds: number): string {
  return String(seconds * 1000);
}

test("when every license has expired nobody signs in; the page says so and leads to the renewal", async ({
  page,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5, EXPIRED));
  const admin = await portal.addUser("admin@acme.example", { roles: ["sysadmin"] });
  await page.goto("/sign-in");
  await expect(
    page.getByText(/No license is in force, so nobody can sign in\. The last one expired on \d\d\.\d\d\.\d{4}\./),
  ).toBeVisible();
  await page.getByLabel("User").fill(admin.address);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText(/^The license expired on \d\d\.\d\d\.\d{4}, product: CALL_CENTER\.$/)).toBeVisible();
  expect(await portal.sql`select 1 from sessions`).toHaveLength(0);
  await page.getByRole("link", { name: "Renew with a license key" }).click();
  await expect(page.getByRole("heading", { name: "Renew the licenses" })).toBeVisible();
});

test("a license that was withdrawn or has not started opens nothing", async ({ page, portal }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const anna = await portal.addUser("anna@acme.example");
  await portal.grant(anna, license);
  await portal.sql`update licenses set not_before = now() + interval '1 day'`;
  await page.goto("/sign-in");
  await expect(page.getByText("No license is in force")).toBeVisible();
  await expect(page.getByText(/The CALL_CENTER license starts on \d\d\.\d\d\.\d{4}\./)).toBeVisible();
  await page.getByLabel("User").fill(anna.address);
  await page.getByLabel("Password").fill(anna.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText(/^The license of CALL_CENTER is not valid before \d\d\.\d\d\.\d{4}\.$/)).toBeVisible();
});

test("a key that was being typed into the import window while everything ended is taken there", async ({
  adminPage: page,
  portal,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const { dialog, field, add, preview } = await openImport(page);
  await endEverything(portal);
  await field.fill(await portal.issue({ licenses: [{ ...license, limit: 9 }] }));
  await expect(preview).toBeVisible();
  await add.click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("row", { name: "CALL_CENTER" })).toContainText("9");
});

test("the next request of a person who is signed in leads to the explanation", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/licenses");
  await expect(page.getByRole("heading", { name: "All licenses" })).toBeVisible();
  await endEverything(portal);
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(page.getByText("No license is in force, so nobody can sign in.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "All licenses" })).toHaveCount(0);
});

test("a renewal on /renew opens the system at once, and the old session goes on", async ({
  adminPage: page,
  portal,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await page.goto("/licenses");
  await endEverything(portal);
  await page.reload();
  await page.getByRole("link", { name: "Renew with a license key" }).click();
  await page.getByLabel("License key").fill(await portal.issue({ licenses: [{ ...license, limit: 9 }] }));
  await expect(page.getByText("limit 5 → 9")).toBeVisible();
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page).toHaveURL(/\/licenses$/);
  await expect(page.getByRole("row", { name: "CALL_CENTER" })).toContainText("227 days");
});

test("whoever renews without being an administrator comes to their own page", async ({ page, portal, enter }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await enter(await portal.addUser("anna@acme.example"));
  await endEverything(portal);
  await page.goto("/renew");
  await page.getByLabel("License key").fill(await portal.issue({ licenses: [{ ...license, limit: 9 }] }));
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page).toHaveURL(/\/me$/);
});

test("/renew needs no sign-in, and without JavaScript two presses", async ({ portal, open }) => {
  const license = named("CALL_CENTER", 5, EXPIRED);
  await portal.install(license);
  const page = await open(null, { javaScriptEnabled: false });
  await page.goto("/renew");
  await page
    .getByLabel("License key")
    .fill(await portal.issue({ licenses: [named("CALL_CENTER", 5, { id: license.id })] }));
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page.getByRole("table", { name: "What this key will change" })).toBeVisible();
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("status").filter({ hasText: "The license key was added." })).toBeVisible();
  await expect(page.getByText("No license is in force")).toHaveCount(0);
});

test("the command that /renew shows renews, answers in JSON and keeps every grant", async ({
  adminPage: page,
  portal,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  for (const name of ["ann", "bob"]) await portal.grant(await portal.addUser(`${name}@acme.example`), license);
  await endEverything(portal);
  const renewed = { ...license, limit: 1, scope: ["calls"] };
  const key = await portal.issue({ licenses: [renewed] });

  await page.goto("/renew");
  const command = (await page.getByText("curl -X PUT").innerText()).replace("…", key);
  expect(command).toBe(`curl -X PUT ${portal.url}/api/customer -d '{"certificate":"${key}"}'`);
  const { stdout } = await promisify(execFile)("sh", ["-c", command]);

  const term = { not_before: milliseconds(renewed.not_before), not_after: milliseconds(renewed.not_after) };
  const answer = JSON.parse(stdout);
  expect(answer.customer).toEqual({
    id: "0c0ffee0-0000-4000-8000-000000000001",
    organization: "Acme",
    updated_at: expect.stringMatching(/^\d{13}$/),
    license: [
      {
        id: license.id,
        product: "CALL_CENTER",
        name: "CALL_CENTER",
        scope: ["calls"],
        competitive: false,
        limit: 1,
        remain: -1,
        ...term,
        status: { errors: [], notify: ["over_limit"] },
      },
    ],
  });
  expect(answer.changes).toHaveLength(1);
  expect(answer.changes[0]).toMatchObject({ change: "renewed", id: license.id, over_limit: true, used: 2 });
  expect(await holders(portal, license)).toEqual(["ann", "bob"]);
  await page.goto("/licenses");
  await expect(page.getByRole("row", { name: "CALL_CENTER" })).toContainText("Over limit");
});

test("the command without a body takes the key from its address", async ({ portal, request }) => {
  const license = named("CALL_CENTER", 5, EXPIRED);
  await portal.install(license);
  const key = await portal.issue({ licenses: [named("CALL_CENTER", 5, { id: license.id })] });
  const answer = await request.put("/api/customer", { params: { certificate: key } });
  expect(answer.status()).toBe(200);
  expect((await answer.json()).customer.license).toHaveLength(1);
});
