import type { BrowserContextOptions, Locator, Page } from "@playwright/test";
import { hashToken, newSessionToken } from "@/lib/access/session";
import { withDescribedAnswers } from "@/tests/support/described-answers";
import type { Person } from "@/tests/support/people";
import { test as base, expect, type Portal } from "@/tests/support/portal";

/** The cookie of a portal whose address begins with http: */
export const SESSION_COOKIE = "seatwise.session";

export type Browsers = {
  /** Gives the page a session of this person, without the detour over the sign-in page. */
  enter: (who: Person) => Promise<void>;
  /** A page in a browser of its own, closed after the test. */
  open: (who: Person | null, options?: BrowserContextOptions) => Promise<Page>;
  /** An administrator who may do everything, signed in on `page`. */
  admin: Person;
  /** `page` with that administrator signed in, for tests that need not know who it is. */
  adminPage: Page;
  signedIn: { page: Page; admin: Person };
};

/** A session without the detour over the sign-in page, so that a test may install afterwards what it is about. */
async function giveSession(page: Page, portal: Portal, who: Person): Promise<void> {
  const token = newSessionToken();
  await portal.sql`
    insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
    values (decode(${hashToken(token)}, 'hex'), ${who.id}, 'browser', now() + interval '30 minutes', now() + interval '12 hours')`;
  await page.context().addCookies([{ name: SESSION_COOKIE, value: token, url: portal.url, httpOnly: true }]);
}

/** The portal's test with people who are signed in already, and with more than one browser. */
export const test = base.extend<Browsers>({
  request: async ({ request, portal }, use) => use(withDescribedAnswers(request, portal.url)),

  enter: async ({ page, portal }, use) => use((who) => giveSession(page, portal, who)),

  open: async ({ browser, baseURL, locale, portal }, use) => {
    const pages: Page[] = [];
    await use(async (who, options = {}) => {
      const page = await browser.newPage({ baseURL, locale, ...options });
      pages.push(page);
      if (who) await giveSession(page, portal, who);
      return page;
    });
    await Promise.all(pages.map((page) => page.close()));
  },

  signedIn: async ({ page, portal, enter }, use) => {
    const admin = await portal.addUser("admin@acme.example", { name: "Ada Admin", roles: ["sysadmin"] });
    await enter(admin);
    await use({ page, admin });
  },

  admin: async ({ signedIn }, use) => use(signedIn.admin),

  adminPage: async ({ signedIn }, use) => use(signedIn.page),
});

/** Waits until the page's script answers to this element; what a person does before that takes the way without script. */
export async function scriptReaches(element: Locator): Promise<void> {
  const isReached = () => element.evaluate((node) => Object.keys(node).some((key) => key.startsWith("__reactProps")));
  await expect.poll(isReached).toBe(true);
}

/** Presses Tab until the element has the focus, as a person without a pointer does. */
export async function tabTo(page: Page, element: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await element.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("The Tab key does not reach the element.");
}

/** Everything that an import or a tick could change, to tell that nothing did. */
export async function everythingStored(portal: Portal): Promise<string> {
  const tables = ["customers", "certificates", "licenses", "grants", "users", "audit_entries"];
  const rows = await Promise.all(
    tables.map((table) => portal.sql.unsafe(`select to_jsonb(t)::text as row from ${table} t order by 1`)),
  );
  return JSON.stringify(rows);
}

export { expect };
