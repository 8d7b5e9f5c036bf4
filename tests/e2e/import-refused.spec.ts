import { randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { everythingStored, expect, test } from "@/tests/e2e/browsers";
import { importWindow, openImport } from "@/tests/e2e/import-window";
import { addSigner, payload } from "@/tests/e2e/signer";
import { concurrent, createIssuer, named } from "@/tests/support/issuer";
import type { Portal } from "@/tests/support/portal";

const CHANGED =
  "This license key was not signed by a trusted issuer, or it was changed on the way: copy it from the vendor’s message " +
  "again, or ask whoever runs Seatwise to check LICENSE_ISSUERS.";

function oneCharacterChanged(key: string): string {
  const [header = "", content = "", signature = ""] = key.split(".");
  const at = Math.floor(content.length / 2);
  const other = content[at] === "A" ? "B" : "A";
  return [header, content.slice(0, at) + other + content.slice(at + 1), signature].join(".");
}

async function unknownIssuersKey(): Promise<string> {
  return (await createIssuer(await mkdtemp(join(process.env.TEST_SCRATCH ?? tmpdir(), "stranger-")))).issue();
}

const REFUSED: [what: string, make: (portal: Portal) => Promise<string>, sentence: string | RegExp][] = [
  ["a text that is no key", async () => "hello", /^This is not a license key\. A license key has three parts/],
  ["one changed character", async (portal) => oneCharacterChanged(await portal.issue()), CHANGED],
  ["an issuer that is not known", unknownIssuersKey, CHANGED],
  [
    "a key older than the installed one",
    async (portal) => portal.issue({ iat: 1_700_000_000 }),
    "A license key that is as new or newer is already installed. This one was issued on 14.11.2023 22:13:20.",
  ],
  [
    "the key of another customer",
    async (portal) => portal.issue({ sub: randomUUID(), organization: "Globex" }),
    "This license key was issued to another customer (Globex); ask the vendor for yours.",
  ],
  [
    "a key whose content cannot be right",
    async () => (await addSigner()).sign(payload({ licenses: [named("CALL_CENTER", 0), concurrent("CHAT", 3)] })),
    /^The license key is signed, but its contents are not valid \(tell the vendor\): licenses\[0\]\.limit: .*licenses\[1\]\.competitive: /,
  ],
  ["a text larger than any key", async () => "x".repeat(300_000), /^This is too large\./],
];

for (const [what, make, sentence] of REFUSED) {
  test(`${what} is refused in words; the window and its text stay, nothing changes`, async ({
    adminPage: page,
    portal,
  }) => {
    await portal.install(named("CALL_CENTER", 5));
    const key = await make(portal);
    const before = await everythingStored(portal);
    const { field, add, refusal, dialog } = await openImport(page);
    await field.fill(key);
    await expect(refusal).toHaveText(sentence);
    await add.click();
    await expect(dialog).toHaveAttribute("open");
    await expect(refusal).toHaveText(sentence);
    await expect(field).toHaveValue(key);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(sentence);
    expect(await everythingStored(portal)).toBe(before);
  });
}

test("Close keeps nothing", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  const before = await everythingStored(portal);
  const { field, preview, dialog } = await openImport(page);
  await field.fill(await portal.issue({ licenses: [named("EMAIL", 7)] }));
  await expect(preview).toBeVisible();
  await dialog.getByRole("link", { name: "Close" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(/\/licenses$/);
  expect(await everythingStored(portal)).toBe(before);
  await page.getByRole("link", { name: "Add", exact: true }).click();
  await expect(field).toHaveValue("");
  await expect(preview).toHaveCount(0);
});

test("Escape closes the window and the focus returns to Add", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  const { dialog } = await openImport(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(/\/licenses$/);
  await expect(page.getByRole("link", { name: "Add", exact: true })).toBeFocused();
});

test("a link opens the window over the same list, and Escape leads back to it", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5), named("EMAIL", 7));
  await page.goto("/licenses?q=call&import=1");
  const { field, dialog } = importWindow(page);
  await expect(field).toBeFocused();
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(/\/licenses\?q=call$/);
});

test("without JavaScript the first press shows the preview and the second applies it", async ({
  portal,
  open,
  admin,
}) => {
  const first = named("CALL_CENTER", 5);
  await portal.install(first);
  const page = await open(admin, { javaScriptEnabled: false });
  await page.goto("/licenses?import=1");
  const { field, add, preview, dialog } = importWindow(page);
  await field.fill(await portal.issue({ licenses: [first, named("EMAIL", 7)] }));
  const before = await everythingStored(portal);
  await add.click();
  await expect(preview.getByRole("row", { name: "EMAIL" })).toBeVisible();
  expect(await everythingStored(portal)).toBe(before);
  await add.click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("row", { name: "EMAIL" })).toBeVisible();
});

test("without JavaScript a refusal stands in the window with the text untouched", async ({ portal, open, admin }) => {
  await portal.install(named("CALL_CENTER", 5));
  const page = await open(admin, { javaScriptEnabled: false });
  await page.goto("/licenses?import=1");
  const { field, add, refusal } = importWindow(page);
  await field.fill("not a key");
  await add.click();
  await expect(refusal).toContainText("This is not a license key.");
  await expect(field).toHaveValue("not a key");
});
