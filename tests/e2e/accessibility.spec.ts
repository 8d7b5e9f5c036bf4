import type { Page } from "@playwright/test";
import { expect, tabTo, test } from "@/tests/e2e/browsers";
import { box, holders, moveTo } from "@/tests/e2e/matrix-page";
import { furnish, VIEWS } from "@/tests/e2e/views";
import { expectAccessible } from "@/tests/support/accessibility";
import { named } from "@/tests/support/issuer";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/** Nothing but a table may be wider than the window, and no page scrolls sideways. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(wide).toBeLessThanOrEqual(window ?? 0);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, viewport] of [
    ["wide", SIZES[0]],
    ["narrow", SIZES[1]],
  ] as const) {
    test.describe(`${colorScheme}, ${width}`, () => {
      test.use({ colorScheme, viewport });

      test("no page behind the sign-in has anything that axe finds", async ({ adminPage: page, portal }) => {
        test.setTimeout(180_000);
        const furnished = await furnish(portal);
        for (const [name, show] of VIEWS) {
          await test.step(name, async () => {
            await show(page, furnished);
            await expectAccessible(page);
            await expectNoSidewaysScroll(page);
          });
        }
      });

      test("neither has a page for who is not signed in, or may not look or change", async ({
        page,
        portal,
        enter,
      }) => {
        test.setTimeout(120_000);
        await page.goto("/sign-in");
        await expectAccessible(page);
        await furnish(portal);
        await page.goto("/sign-in");
        await expectAccessible(page);
        await page.getByLabel("User").fill("nobody@acme.example");
        await page.getByLabel("Password").fill("wrong");
        await page.getByRole("button", { name: "Sign in" }).click();
        await expect(page.getByText("The user name or password is not right.")).toBeVisible();
        await expectAccessible(page);
        await enter(await portal.addUser("outsider@acme.example", { roles: ["outsider"] }));
        await page.goto("/licenses");
        await expectAccessible(page);
        await enter(await portal.addUser("reader@acme.example", { roles: ["reader"] }));
        await page.goto("/licenses/users");
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      });
    });
  }
}

test("the whole path works with the keyboard alone: sign in, find, import, assign, sign out", async ({
  page,
  portal,
  admin,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const key = await portal.issue({ licenses: [license, named("EMAIL", 5)] });
  const press = async (name: string, role: "link" | "button") => {
    await tabTo(page, page.getByRole(role, { name, exact: true }).and(page.locator(":visible")));
    await page.keyboard.press("Enter");
  };
  await page.goto("/sign-in");
  await tabTo(page, page.getByLabel("User"));
  await page.keyboard.type(admin.address);
  await page.keyboard.press("Tab");
  await page.keyboard.type(admin.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "All licenses" })).toBeVisible();

  await press("Skip to content", "link");
  await press("Add", "link");
  await expect(page.getByLabel("License key")).toBeFocused();
  await page.keyboard.insertText(key);
  await expect(page.getByRole("table", { name: "What this key will change" })).toBeVisible();
  await press("Add", "button");
  await expect(page.getByRole("row", { name: "EMAIL" })).toBeVisible();

  await tabTo(page, page.getByRole("searchbox", { name: "Search" }));
  await page.keyboard.type("call");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: "EMAIL" })).toHaveCount(0);
  await press("Users", "link");
  await expect(page.getByRole("heading", { name: "Users" })).toBeVisible();
  await moveTo(page, box(page, "Ada Admin", license));
  await page.keyboard.press("Space");
  await expect.poll(() => holders(portal, license)).toEqual(["Ada Admin"]);

  await tabTo(page, page.locator("header summary"));
  await page.keyboard.press("Enter");
  await press("Sign out", "button");
  await expect(page).toHaveURL(/\/sign-in$/);
});
