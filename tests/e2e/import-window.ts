import type { Locator, Page } from "@playwright/test";
import { expect } from "@/tests/e2e/browsers";

/** The import window as a person meets it. */
export type ImportWindow = { dialog: Locator; field: Locator; add: Locator; preview: Locator; refusal: Locator };

export function importWindow(page: Page): ImportWindow {
  const dialog = page.getByRole("dialog", { name: "Import license" });
  return {
    dialog,
    field: dialog.getByLabel("License key"),
    add: dialog.getByRole("button", { name: "Add" }),
    preview: dialog.getByRole("table", { name: "What this key will change" }),
    refusal: dialog.getByRole("alert"),
  };
}

/** Opens the window from the registry with the button Add, as the first thing a person does. */
export async function openImport(page: Page): Promise<ImportWindow> {
  await page.goto("/licenses");
  await page.getByRole("link", { name: "Add", exact: true }).click();
  const window = importWindow(page);
  await expect(window.field).toBeFocused();
  return window;
}
