import type { Locator, Page } from "@playwright/test";
import { enableChannel } from "@/lib/use-cases/channels/enable-channel";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { expect } from "@/tests/e2e/browsers";
import { addChannels } from "@/tests/support/channels";
import { concurrent, EXPIRED, NOT_STARTED, named } from "@/tests/support/issuer";
import { type Person, SYSTEM } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";

async function idOf(portal: Portal, table: "domains" | "channels", name: string): Promise<string> {
  const [row] = await portal.sql`select id::text from ${portal.sql(table)} where name = ${name}`;
  return String(row?.id);
}

/** Three gateways of which one is enabled; two profiles, which take the one place there is. */
async function furnishChannels(portal: Portal) {
  const [telegram = ""] = await addChannels(3);
  const [sales = ""] = await addChannels(2, "acme.example", "email_profile");
  for (const id of [telegram, sales]) await enableChannel(SYSTEM, id);
  await addDomain(SYSTEM, "empty.example");
  return { gateway: telegram, domains: { full: await idOf(portal, "domains", "acme.example"), empty: "" } };
}

/** Something in every state that a page can show. */
export async function furnish(portal: Portal) {
  const agents = named("CALL_CENTER", 5, { name: "North hall" });
  const full = named("QUALITY_AUDITOR", 1);
  const over = named("EMAIL", 2);
  const gone = named("CUSTOMER_PORTAL", 5);
  const coming = named("WFM", 5);
  const shifts = concurrent("CUSTOMER_SERVICE", 3);
  await portal.install(agents, full, over, gone, coming);
  const ann = await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  const bob = await portal.addUser("bob@globex.example", { name: "Bob Ray" });
  await portal.grant(ann, agents, full, over, gone, coming);
  await portal.grant(bob, over);
  const now = [agents, full, { ...over, limit: 1 }, shifts, named("CHAT", 3)];
  await portal.install(...now, named("VOIP_DEVICE", 5, EXPIRED), { ...coming, ...NOT_STARTED });
  await signIn(ann.address, ann.password);
  const key = await portal.issue({ licenses: [{ ...agents, limit: 9 }, named("MOBILE", 2)] });
  const people = {
    ann,
    outsider: await portal.addUser("outsider@acme.example", { name: "Otto Outsider", roles: ["outsider"] }),
    reader: await portal.addUser("reader@acme.example", { name: "Rita Reader", roles: ["reader"] }),
  };
  const { gateway, domains } = await furnishChannels(portal);
  domains.empty = await idOf(portal, "domains", "empty.example");
  return { agents, full, over, shifts, key, people, bob, gateway, domains };
}

export type Furnished = Awaited<ReturnType<typeof furnish>>;

/** Someone who looks at a page; an administrator unless the view names another. */
export type Viewer = keyof Furnished["people"];

export type View = {
  name: string;
  as?: Viewer;
  /** Brings the page there. Things are found by structure, since the language changes. */
  show: (page: Page, furnished: Furnished) => Promise<unknown>;
};

/** A view that is a mere address. */
export function at(name: string, path: string | ((furnished: Furnished) => string), as?: Viewer): View {
  return { name, as, show: (page, furnished) => page.goto(typeof path === "string" ? path : path(furnished)) };
}

/** The innermost open window. */
export function topWindow(page: Page): Locator {
  return page.getByRole("dialog").last();
}

export async function fillKey(page: Page, key: string): Promise<void> {
  await page.locator("textarea[name=key]").fill(key);
  const form = page.locator("form").filter({ has: page.locator("textarea[name=key]") });
  await expect(form.locator("table, [role=alert]").first()).toBeVisible();
}

/** Shows the view to who may see it. */
export async function come(
  view: View,
  furnished: Furnished,
  seen: { page: Page; admin: Person; enter: (who: Person) => Promise<void> },
): Promise<void> {
  await seen.enter(view.as === undefined ? seen.admin : furnished.people[view.as]);
  await view.show(seen.page, furnished);
}

/** Nothing but a table may be wider than the window: no page scrolls sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(wide).toBeLessThanOrEqual(window ?? 0);
}
