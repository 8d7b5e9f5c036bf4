import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { importCertificate } from "@/lib/use-cases/licenses/import-certificate";
import { everythingStored, expect, tabTo, test } from "@/tests/e2e/browsers";
import { importWindow, openImport } from "@/tests/e2e/import-window";
import { expectAccessible } from "@/tests/support/accessibility";
import { concurrent, named } from "@/tests/support/issuer";

const AMBER_BUTTON = "rgb(247, 181, 0)";

test("Add is inactive until something is entered, then amber", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  const { field, add } = await openImport(page);
  await expect(add).toBeDisabled();
  await expect(add).not.toHaveCSS("background-color", AMBER_BUTTON);
  await field.fill("  ");
  await expect(add).toBeDisabled();
  await field.fill("x");
  await expect(add).toBeEnabled();
  await expect(add).toHaveCSS("background-color", AMBER_BUTTON);
});

test("shows what a key will change before anything is applied", async ({ adminPage: page, portal }) => {
  const renewed = named("CALL_CENTER", 5);
  const over = named("EMAIL", 2);
  const gone = named("MOBILE", 5);
  await portal.install(renewed, over, gone);
  for (const name of ["ann", "bob"]) await portal.grant(await portal.addUser(`${name}@acme.example`), over, gone);
  const before = await everythingStored(portal);
  const fresh = concurrent("WFM", 15, { name: "Planning" });
  const key = await portal.issue({ licenses: [{ ...renewed, limit: 8 }, { ...over, limit: 1 }, fresh] });

  const { field, preview, dialog } = await openImport(page);
  await field.fill(key);
  const line = (product: string) => preview.getByRole("row", { name: product });
  await expect(dialog.getByText("Issued for Acme on")).toBeVisible();
  await expect(line("MOBILE")).toContainText("Withdrawn");
  await expect(line("MOBILE")).toContainText("no longer in force, stays assigned (2 seats in use)");
  await expect(line("EMAIL")).toContainText("Over limit: 2 used, 1 allowed.");
  await expect(line("WFM · Planning")).toContainText("New");
  await expect(line("WFM · Planning")).toContainText("limit 15, concurrent");
  await expect(line("CALL_CENTER")).toContainText("Renewed");
  await expect(line("CALL_CENTER")).toContainText("limit 5 → 8");
  await expect(field).toHaveAccessibleDescription("");
  expect(await everythingStored(portal)).toBe(before);
});

test("says before anything is applied that more channels are enabled than the key allows", async ({
  adminPage: page,
  portal,
  request,
}) => {
  const [staff, chat] = [named("CALL_CENTER", 5), named("CHAT", 2)];
  await portal.install(staff, chat);
  for (const name of ["one", "two"])
    await portal.sql`
      insert into channels (kind, domain_id, name, enabled_at)
      select 'chat_gateway', min(id), ${name}, now() from domains`;
  const { field, preview, dialog } = await openImport(page);
  const told = dialog.getByText("Chat gateways over limit: 2 enabled, 1 allowed.");
  await field.fill(await portal.issue({ licenses: [staff, chat] }));
  await expect(preview).toBeVisible();
  await expect(told).toHaveCount(0);
  const key = await portal.issue({ licenses: [staff, { ...chat, limit: 1 }] });
  await field.fill(key);
  await expect(told).toBeVisible();
  await expectAccessible(page);
  const answer = await request.put("/api/customer", { data: { certificate: key } });
  expect((await answer.json()).channels_over_limit).toEqual([{ kind: "chat_gateway", enabled: 2, limit: 1 }]);
  const again = await request.put("/api/customer", { data: { certificate: key } });
  expect((await again.json()).channels_over_limit).toEqual([]);
});

test("says before anything is applied that a license has ended, and that nobody could sign in any more", async ({
  adminPage: page,
  portal,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const { not_before } = license;
  const ended = { ...license, not_after: not_before + 1 };
  const { field, preview, dialog } = await openImport(page);
  const closing = dialog.getByText("After this import no license is in force");
  await field.fill(await portal.issue({ licenses: [ended] }));
  await expect(preview.getByRole("row", { name: "CALL_CENTER" })).toContainText("It has ended already.");
  await expect(closing).toBeVisible();
  await field.fill(await portal.issue({ licenses: [ended, named("EMAIL", 1)] }));
  await expect(preview.getByRole("row", { name: "EMAIL" })).toBeVisible();
  await expect(closing).toHaveCount(0);
});

test("a key whose id was used before is refused in the preview, in words that say so", async ({
  adminPage: page,
  portal,
}) => {
  const jti = randomUUID();
  await portal.install(named("CALL_CENTER", 5));
  const key = (limit: number) => portal.issue({ jti, licenses: [named("EMAIL", limit)] });
  const { field, dialog } = await openImport(page);
  await importCertificate(null, await key(1));
  await portal.install(named("CALL_CENTER", 5));
  await field.fill(await key(2));
  await expect(dialog.getByRole("alert")).toContainText("was installed before and has been replaced");
});

test("Add applies the key, the window closes and the new entry stands in the registry", async ({
  adminPage: page,
  portal,
  admin,
}) => {
  const first = named("CALL_CENTER", 5);
  await portal.install(first);
  const { field, add, preview, dialog } = await openImport(page);
  await field.fill(await portal.issue({ licenses: [first, named("EMAIL", 7)] }));
  await expect(preview).toBeVisible();
  await add.click();
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(/\/licenses$/);
  await expect(page.getByRole("row", { name: "EMAIL" })).toBeVisible();
  await expect(page.getByText("License key imported: 1 new, 0 renewed, 0 withdrawn.")).toBeVisible();
  expect(await portal.sql`select 1 from licenses where product = 'EMAIL' and "limit" = 7`).toHaveLength(1);
  const acts =
    await portal.sql`select actor_name from audit_entries where act like '%license%' and actor_kind = 'user'`;
  expect(acts.map(({ actor_name }) => actor_name)).toContain(admin.address);
});

test("Add pressed at once, before the preview is there, still applies the key", async ({ adminPage: page, portal }) => {
  const first = named("CALL_CENTER", 5);
  await portal.install(first);
  const { field, add, dialog } = await openImport(page);
  await field.fill(await portal.issue({ licenses: [first, named("EMAIL", 7)] }));
  await add.click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("row", { name: "EMAIL" })).toBeVisible();
});

const held = named("CALL_CENTER", 2);
const shifts = concurrent("WFM", 5);
const spare = named("EMAIL", 5);

for (const [what, installed, holders, renewed] of [
  ["withdraws a license that is held", [spare, held], [held], [spare]],
  ["withdraws a license that people hold who are not signed in now", [spare, shifts], [shifts], [spare]],
  ["brings a license over its limit", [spare, held], [held], [spare, { ...held, limit: 1 }]],
  ["leaves nothing in force", [spare], [], [{ ...spare, not_after: spare.not_before + 1 }]],
] as const) {
  test(`Add pressed before the preview is there does not apply a key that ${what}: that is read first`, async ({
    adminPage: page,
    portal,
  }) => {
    await portal.install(...installed);
    for (const name of holders.length > 0 ? ["ann", "bob"] : [])
      await portal.grant(await portal.addUser(`${name}@acme.example`), ...holders);
    const before = await everythingStored(portal);
    const { field, add, dialog, preview } = await openImport(page);
    await page.route("**/licenses?import=1", async (route) => {
      if (route.request().method() === "POST") await setTimeout(1_500);
      await route.continue();
    });
    await field.fill(await portal.issue({ licenses: [...renewed] }));
    await setTimeout(600);
    await add.click();
    await expect(preview).toHaveCount(0);
    await expect(preview).toBeVisible();
    await page.unroute("**/licenses?import=1");
    await expect(
      dialog.getByText("With this key somebody loses something. Check the list above, then press Add again."),
    ).toBeVisible();
    expect(await everythingStored(portal)).toBe(before);
    await add.click();
    await expect(dialog).toHaveCount(0);
    expect(await everythingStored(portal)).not.toBe(before);
  });
}

test("the installed key once more changes nothing and says so", async ({ adminPage: page, portal }) => {
  const key = await portal.install(named("CALL_CENTER", 5));
  const before = await everythingStored(portal);
  const { field, add, dialog } = await openImport(page);
  await field.fill(key);
  await expect(dialog.getByText("This license key is installed already. It changes nothing.")).toBeVisible();
  await add.click();
  await expect(dialog).toHaveCount(0);
  expect(await everythingStored(portal)).toBe(before);
});

test.describe("takes a key as it comes out of a letter", () => {
  for (const [how, spell] of [
    ["broken into lines", (key: string) => key.replace(/(.{64})/g, "$1\r\n")],
    ["with blanks in place of line ends", (key: string) => key.replace(/(.{64})/g, "$1 ")],
    ["in quotes", (key: string) => ` “${key}” `],
    ["in a frame", (key: string) => `-----BEGIN LICENSE-----\n${key}\n-----END LICENSE-----\n`],
    ["in a frame on one line", (key: string) => `-----BEGIN LICENSE-----${key}-----END LICENSE-----`],
  ] as const) {
    test(how, async ({ adminPage: page, portal }) => {
      const first = named("CALL_CENTER", 5);
      await portal.install(first);
      const { field, add, preview, dialog } = await openImport(page);
      await field.fill(spell(await portal.issue({ licenses: [first, named("EMAIL", 7)] })));
      await expect(preview.getByRole("row", { name: "EMAIL" })).toBeVisible();
      await add.click();
      await expect(dialog).toHaveCount(0);
      await expect(page.getByRole("row", { name: "EMAIL" })).toBeVisible();
    });
  }
});

test("what is typed after the preview is previewed anew, and only that is applied", async ({
  adminPage: page,
  portal,
}) => {
  const first = named("CALL_CENTER", 5);
  await portal.install(first);
  const { field, add, preview, dialog } = await openImport(page);
  await field.fill(await portal.issue({ licenses: [first, named("EMAIL", 7)] }));
  await expect(preview.getByRole("row", { name: "EMAIL" })).toBeVisible();
  await field.fill(await portal.issue({ licenses: [first, named("WFM", 7)] }));
  await add.click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("row", { name: "WFM" })).toBeVisible();
  await expect(page.getByRole("row", { name: "EMAIL" })).toHaveCount(0);
});

test("works with the keyboard alone", async ({ adminPage: page, portal }) => {
  const first = named("CALL_CENTER", 5);
  await portal.install(first);
  const key = await portal.issue({ licenses: [first, named("EMAIL", 7)] });
  await page.goto("/licenses");
  await tabTo(page, page.getByRole("link", { name: "Add", exact: true }));
  await page.keyboard.press("Enter");
  const { field, add, preview, dialog } = importWindow(page);
  await expect(field).toBeFocused();
  await page.keyboard.insertText(key);
  await expect(preview).toBeVisible();
  await tabTo(page, add);
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("row", { name: "EMAIL" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Add", exact: true })).toBeFocused();
});
