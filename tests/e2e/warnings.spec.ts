import { expect, test } from "@/tests/e2e/browsers";
import { expectAccessible } from "@/tests/support/accessibility";
import { DAY_SECONDS, EXPIRED, named, nowSeconds } from "@/tests/support/issuer";
import type { Portal } from "@/tests/support/portal";

const soon = (days: number) => ({ not_after: nowSeconds() + Math.round(days * DAY_SECONDS) });

/** One license of each kind of warning, and one that is calm. */
async function installWarned(portal: Portal): Promise<void> {
  const [over, few] = [named("MOBILE", 2), named("EMAIL", 2)];
  await portal.install(over);
  const ann = await portal.addUser("ann@acme.example");
  const bob = await portal.addUser("bob@acme.example");
  for (const user of [ann, bob]) await portal.grant(user, over);
  const ending = [named("CALL_CENTER", 50, soon(11.5)), named("WFM", 50, soon(0.5))];
  const rest = [named("VOIP_DEVICE", 5, EXPIRED), named("CALL_MANAGER", 50)];
  await portal.install({ ...over, limit: 1 }, few, ...ending, ...rest);
  await portal.grant(ann, few);
}

for (const path of ["/licenses", "/licenses/users"]) {
  test(`${path} says at its top what deserves attention`, async ({ adminPage: page, portal }) => {
    await installWarned(portal);
    await page.goto(path);
    const bar = page.getByRole("region", { name: "Warnings" });
    await expect(bar.getByRole("listitem")).toHaveText([
      /1 license has expired.*VOIP_DEVICE/,
      /1 license is over its limit.*MOBILE \(1 over\)/,
      /2 licenses end within 30 days.*CALL_CENTER \(12 days\), WFM \(1 day\)/,
      /1 license has few seats left.*EMAIL \(1 left\)/,
    ]);
    await expectAccessible(page);
  });
}

test("each line leads to its rows; the filter is shown, is in the address and can be removed", async ({
  adminPage: page,
  portal,
  open,
}) => {
  await installWarned(portal);
  await page.goto("/licenses/users");
  await page.getByRole("link", { name: "2 licenses end within 30 days" }).click();
  await expect(page).toHaveURL(/\/licenses\?attention=expiring$/);
  await expect(page.getByText("Only licenses that end within 30 days")).toBeVisible();
  const products = page.locator("tbody td:nth-child(2) > span:first-child");
  await expect(products).toHaveText(["CALL_CENTER", "WFM"]);
  await expectAccessible(page);

  const colleague = await open(await portal.addUser("colleague@acme.example", { roles: ["reader"] }));
  await colleague.goto(page.url());
  await expect(colleague.locator("tbody tr")).toHaveCount(2);

  await page.getByRole("searchbox", { name: "Search" }).fill("wfm");
  await page.getByRole("searchbox", { name: "Search" }).press("Enter");
  await expect(page).toHaveURL(/attention=expiring/);
  await expect(products).toHaveText(["WFM"]);
  await page.getByRole("link", { name: "Show all licenses" }).click();
  await expect(page).toHaveURL(/\/licenses\?q=wfm$/);
  await page.goto("/licenses?attention=nonsense");
  await expect(products).toHaveCount(6);
});

for (const javaScriptEnabled of [true, false]) {
  test(`can be hidden until the warnings change, by each person (JavaScript: ${javaScriptEnabled})`, async ({
    portal,
    open,
    admin,
  }) => {
    const ended = named("VOIP_DEVICE", 5, EXPIRED);
    const calm = named("CALL_CENTER", 50);
    await portal.install(ended, calm);
    const page = await open(admin, { javaScriptEnabled });
    const bar = page.getByRole("region", { name: "Warnings" });
    await page.goto("/licenses?sort=-product");
    await page.getByRole("button", { name: "Hide until it changes" }).click();
    await expect(bar).toHaveCount(0);
    await expect(page).toHaveURL(/\?sort=-product$/);
    await page.goto("/licenses/users");
    await expect(page.getByRole("heading", { name: "Users" })).toBeVisible();
    await expect(bar).toHaveCount(0);

    const colleague = await open(await portal.addUser("colleague@acme.example", { roles: ["reader"] }));
    await colleague.goto("/licenses");
    await expect(colleague.getByRole("region", { name: "Warnings" })).toBeVisible();

    await portal.install(ended, { ...calm, ...soon(5) });
    await page.goto("/licenses");
    await expect(bar.getByRole("listitem")).toHaveCount(2);
  });
}

test("there is no bar when nothing deserves attention", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 50));
  await page.goto("/licenses");
  await expect(page.getByRole("row", { name: "CALL_CENTER" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Warnings" })).toHaveCount(0);
  await page.goto("/licenses?attention=few_left");
  await expect(page.getByText("No license is in this state now.")).toBeVisible();
});
