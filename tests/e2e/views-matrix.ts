import type { Page } from "@playwright/test";
import { expect, scriptReaches } from "@/tests/e2e/browsers";
import { box, openMatrix } from "@/tests/e2e/matrix-page";
import { at, type Furnished, topWindow, type View } from "@/tests/e2e/views";

const MANY = "/licenses/users?many=1";

/** The preview of assigning a license to everybody on the page. */
async function preview(page: Page, { id }: { id: string }, isWhole: boolean): Promise<void> {
  await page.goto(MANY);
  const window = topWindow(page);
  await scriptReaches(window.locator("form"));
  await window.locator("select").selectOption(id);
  await window.locator(`input[name=whole][value=${isWhole}]`).check();
  await window.locator(".button-accent").click();
  await expect(window.locator("[aria-live] p").first()).toBeVisible();
}

/** The matrix of users and licenses with its windows. */
export const MATRIX: View[] = [
  { name: "matrix", show: (page) => openMatrix(page) },
  {
    name: "matrix, refused",
    show: async (page, { full }) => {
      await openMatrix(page);
      await box(page, "Bob Ray", full).click({ force: true });
      await expect(page.locator(".matrix [role=alert]")).toBeVisible();
    },
  },
  {
    name: "matrix, undo offered",
    show: async (page, { agents }) => {
      await openMatrix(page);
      await box(page, "Bob Ray", agents).click();
      await expect(page.locator("form:has(.matrix) p button")).toBeVisible();
    },
  },
  at("matrix, looked at only", "/licenses/users", "reader"),
  at("matrix, nothing found", "/licenses/users?q=nonsense"),
  at(
    "matrix, filtered",
    ({ agents, full }: Furnished) =>
      `/licenses/users?domain=acme.example&state=enabled&has=${agents.id}&without=${full.id}`,
  ),
  at("matrix, filter window", "/licenses/users?filter=1&domain=acme.example"),
  at("matrix, column window", "/licenses/users?select=1"),
  at("many at once", MANY),
  { name: "many at once, preview", show: (page, { agents }) => preview(page, agents, false) },
  { name: "many at once, all or nothing", show: (page, { full }) => preview(page, full, true) },
  {
    name: "many at once, results",
    show: async (page, { agents }) => {
      await preview(page, agents, false);
      await topWindow(page).locator(".button-accent").click();
      await expect(topWindow(page).locator("section table")).toBeVisible();
    },
  },
];
