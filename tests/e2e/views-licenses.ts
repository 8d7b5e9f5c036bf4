import { expect, scriptReaches } from "@/tests/e2e/browsers";
import { at, fillKey, topWindow, type View } from "@/tests/e2e/views";

/** The registry with its windows. Hiding the warnings stays, so it comes last. */
export const LICENSES: View[] = [
  at("registry", "/licenses"),
  at("registry, filtered by a warning", "/licenses?attention=expired"),
  at("registry, nothing found", "/licenses?q=nonsense"),
  at("registry, looked at only", "/licenses", "reader"),
  {
    name: "registry, person's menu",
    show: async (page) => {
      await page.goto("/licenses");
      await page.locator("header summary").click();
    },
  },
  {
    name: "registry, key copied",
    show: async (page) => {
      await page.goto("/licenses");
      const copy = page.locator("tbody tr").last().locator("button");
      await scriptReaches(copy);
      await copy.click();
      await expect(page.locator("td output").last()).toHaveText(/\S/);
    },
  },
  at("import window", "/licenses?import=1"),
  {
    name: "import window, preview",
    show: async (page, { key }) => {
      await page.goto("/licenses?import=1");
      await fillKey(page, key);
    },
  },
  {
    name: "import window, refused",
    show: async (page) => {
      await page.goto("/licenses?import=1");
      await fillKey(page, "no key");
    },
  },
  at("users of a license", ({ over }) => `/licenses?users=${over.id}`),
  at("users of a license, nothing found", ({ over }) => `/licenses?users=${over.id}&uq=nonsense`),
  at("users of a license, none", ({ shifts }) => `/licenses?users=${shifts.id}`),
  at("users of a license, looked at only", ({ over }) => `/licenses?users=${over.id}`, "reader"),
  {
    name: "users of a license, question before the sign-out",
    show: async (page, { over, people }) => {
      await page.goto(`/licenses?users=${over.id}&end=${people.ann.id}`);
      await expect(topWindow(page).locator("ul")).toBeVisible();
    },
  },
  {
    name: "registry, warnings hidden",
    show: async (page) => {
      await page.goto("/licenses");
      await page.locator(".warnings button").click();
      await expect(page.locator(".warnings")).toHaveCount(0);
    },
  },
];
