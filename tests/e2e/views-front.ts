import type { Page } from "@playwright/test";
import { expect, scriptReaches } from "@/tests/e2e/browsers";
import { fillKey, furnish } from "@/tests/e2e/views";
import type { Portal } from "@/tests/support/portal";

/** A page before the sign-in, and what has become of the installation until then: they are looked at in this order. */
export type FrontView = { name: string; show: (page: Page, portal: Portal) => Promise<unknown> };

/** Fills the form of the first run with a wrong token and a good key. */
async function setUpWrongly(page: Page, portal: Portal): Promise<void> {
  await page.goto("/setup");
  await scriptReaches(page.locator("main form"));
  await page.locator("textarea").fill(await portal.issue());
  await expect(page.locator("main table")).toBeVisible();
  for (const field of await page.locator("main input:not([type=hidden])").all()) await field.fill("wrong.wrong.wrong");
  await page.locator("main form > button").click();
  await expect(page.locator("main [role=alert]").first()).toBeVisible();
}

async function signInWrongly(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.locator("input[name=username]").fill("nobody@acme.example");
  await page.locator("input[name=password]").fill("wrong");
  await page.locator("form button").click();
  await expect(page.locator("form [role=alert]")).toBeVisible();
}

/** From an installation that nobody has set up to one whose licenses have ended. */
export const FRONT: FrontView[] = [
  { name: "sign-in, nobody there yet", show: (page) => page.goto("/sign-in") },
  { name: "setup", show: (page) => page.goto("/setup") },
  { name: "setup, faults and preview", show: setUpWrongly },
  {
    name: "sign-in",
    show: async (page, portal) => {
      await furnish(portal);
      await page.goto("/sign-in");
    },
  },
  { name: "sign-in, refused", show: signInWrongly },
  {
    name: "renewal, preview",
    show: async (page, portal) => {
      await page.goto("/renew");
      await fillKey(page, await portal.issue());
    },
  },
  {
    name: "sign-in, everything has expired",
    show: async (page, portal) => {
      await portal.sql`update licenses set not_before = now() - interval '9 days', not_after = now() - interval '1 day'`;
      await page.goto("/sign-in");
    },
  },
];
