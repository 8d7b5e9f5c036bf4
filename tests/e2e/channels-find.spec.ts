import { enableChannel } from "@/lib/use-cases/channels/enable-channel";
import { expect, test } from "@/tests/e2e/browsers";
import { GATEWAYS, names, PROFILES } from "@/tests/e2e/channel-pages";
import { addChannels } from "@/tests/support/channels";
import { EXPIRED, NOT_STARTED, named } from "@/tests/support/issuer";
import { SYSTEM } from "@/tests/support/people";

test("says which license gives the number and why the others do not count", async ({ adminPage: page, portal }) => {
  const gone = named("CHAT", 9, { name: "Gone" });
  const licenses = [named("CHAT", 2, { name: "Small" }), named("CHAT", 5, { name: "Large" })];
  await portal.install(gone, ...licenses);
  await portal.install(
    ...licenses,
    named("CHAT", 8, { name: "Ended", ...EXPIRED }),
    named("CHAT", 7, { name: "Coming", ...NOT_STARTED }),
  );
  await page.goto(GATEWAYS);
  const limit = page.getByRole("region", { name: "Limit" });
  await expect(limit).toContainText("0 of 5 enabled");
  await expect(limit.getByText("gives the number")).toContainText(/^CHAT \(\d\d\.\d\d\.\d{4}\) · Large/);
  await expect(limit.getByText("4 licenses do not count")).toBeVisible();
  const line = (name: string) => limit.getByRole("listitem").filter({ hasText: name });
  await expect(line("Small")).toContainText("limit 2 · not the largest, and limits are not summed");
  await expect(line("Ended")).toContainText(/limit 8 · expired on \d\d\.\d\d\.\d{4}/);
  await expect(line("Coming")).toContainText("not valid before");
  await expect(line("Gone")).toContainText("withdrawn on");
});

test("a lower limit leaves everything enabled and says so; without a license nothing can be enabled", async ({
  adminPage: page,
  portal,
}) => {
  const license = named("CHAT", 3);
  await portal.install(license);
  for (const id of await addChannels(3)) await enableChannel(SYSTEM, id);
  await portal.install({ ...license, limit: 2 });
  await page.goto(GATEWAYS);
  await expect(page.getByText("3 of 2 enabled")).toBeVisible();
  await expect(page.getByText("Over limit by 1")).toBeVisible();
  await expect(page.getByRole("switch", { checked: true })).toHaveCount(3);
  await portal.install(named("CALL_CENTER", 1));
  await page.reload();
  await expect(page.getByText("No CHAT license is in force, so none can be enabled.")).toBeVisible();
});

test("the email profiles say who holds EMAIL and lead to the matrix, and the two pages to each other", async ({
  adminPage: page,
  portal,
}) => {
  const email = named("EMAIL", 5);
  await portal.install(email, named("CALL_CENTER", 5));
  for (const name of ["ann", "bob"]) await portal.grant(await portal.addUser(`${name}@acme.example`), email);
  await page.goto("/channels");
  await expect(page).toHaveURL(GATEWAYS);
  const pages = page.getByRole("navigation", { name: "Kinds of channels" });
  await pages.getByRole("link", { name: "Email profiles" }).click();
  await expect(page).toHaveURL(PROFILES);
  await expect(pages.getByRole("link", { name: "Email profiles" })).toHaveAttribute("aria-current", "page");
  await expect(page.getByText("In all domains together, 2 users hold EMAIL.")).toBeVisible();
  await page.getByRole("link", { name: "Assign EMAIL to users" }).click();
  await expect(page).toHaveURL(new RegExp(`/licenses/users\\?columns=${email.id}`));
  await expect(page.getByRole("columnheader", { name: "EMAIL" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "CALL_CENTER" })).toHaveCount(0);
});

test("search, order and pages stand in the address and survive the windows", async ({ adminPage: page, portal }) => {
  await portal.install(named("CHAT", 30));
  const ids = await addChannels(23);
  await enableChannel(SYSTEM, ids[6] ?? "");
  await page.goto(GATEWAYS);
  await expect(page.getByText("1–10 of 23")).toBeVisible();
  await page.getByRole("link", { name: "Last page" }).click();
  await expect(page.getByText("21–23 of 23")).toBeVisible();
  await page.getByRole("columnheader", { name: "State" }).getByRole("link").click();
  await expect(page).toHaveURL(/\?sort=state$/);
  await expect(names(page).first()).toHaveText("gateway 7");
  await page.getByRole("searchbox").fill("gateway 2");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("1–5 of 5")).toBeVisible();
  await page.getByRole("link", { name: "Rename gateway 21" }).click();
  await expect(page).toHaveURL(/q=gateway.2.*rename=/);
  await page.getByRole("dialog").getByLabel("Name").fill("gateway 2x");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\?q=gateway.2&sort=state$/);
  await expect(names(page)).toContainText(["gateway 2x"]);
  await page.goto(`${GATEWAYS}?page=999&sort=nonsense&rename=x&size=0`);
  await expect(page).toHaveURL(`${GATEWAYS}?page=3`);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.goto(`${GATEWAYS}?q=zzz`);
  await expect(page.getByText("No chat gateway matches “zzz”.")).toBeVisible();
});
