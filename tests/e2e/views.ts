import type { Page } from "@playwright/test";
import { expect } from "@/tests/e2e/browsers";
import { box, openMatrix } from "@/tests/e2e/matrix-page";
import { concurrent, EXPIRED, named, NOT_STARTED } from "@/tests/support/issuer";
import type { Portal } from "@/tests/support/portal";

/** A license for every state that a page can show. */
export async function furnish(portal: Portal) {
  const agents = named("CALL_CENTER", 5, { name: "North hall" });
  const full = named("QUALITY_AUDITOR", 1);
  const over = named("EMAIL", 2);
  const gone = named("CUSTOMER_PORTAL", 5);
  await portal.install(agents, full, over, gone);
  const ann = await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  await portal.grant(ann, agents, full, over, gone);
  await portal.grant(await portal.addUser("bob@globex.example", { name: "Bob Ray" }), over);
  const now = [agents, full, { ...over, limit: 1 }, concurrent("CUSTOMER_SERVICE", 3), named("CHAT", 3)];
  await portal.install(...now, named("VOIP_DEVICE", 5, EXPIRED), named("WFM", 5, NOT_STARTED));
  return { agents, full, key: await portal.issue({ licenses: [{ ...agents, limit: 9 }, named("MOBILE", 2)] }) };
}

export type Furnished = Awaited<ReturnType<typeof furnish>>;

type View = [name: string, show: (page: Page, furnished: Furnished) => Promise<void>];

async function fillKey(page: Page, key: string): Promise<void> {
  const field = page.locator("textarea[name=key]");
  await field.fill(key);
  await expect(page.locator("#import-answer").locator("table, [role=alert]").first()).toBeVisible();
}

/** What a person who is signed in as administrator can come to see. Found by structure, since the language changes. */
export const VIEWS: View[] = [
  ["registry", async (page) => void (await page.goto("/licenses"))],
  ["registry, nothing found", async (page) => void (await page.goto("/licenses?q=nonsense"))],
  ["import window", async (page) => void (await page.goto("/licenses?import=1"))],
  [
    "import window, preview",
    async (page, { key }) => {
      await page.goto("/licenses?import=1");
      await fillKey(page, key);
    },
  ],
  [
    "import window, refused",
    async (page) => {
      await page.goto("/licenses?import=1");
      await fillKey(page, "no key");
    },
  ],
  ["users", async (page) => openMatrix(page)],
  [
    "users, refused",
    async (page, { full }) => {
      await openMatrix(page);
      await box(page, "Bob Ray", full).click({ force: true });
      await expect(page.locator(".matrix [role=alert]")).toBeVisible();
    },
  ],
  ["users, nothing found", async (page) => void (await page.goto("/licenses/users?q=nonsense"))],
  ["column window", async (page) => void (await page.goto("/licenses/users?select=1"))],
  ["not found", async (page) => void (await page.goto("/nothing"))],
  ["renewal", async (page) => void (await page.goto("/renew"))],
];
