import type { Locator } from "@playwright/test";
import { expect, test } from "@/tests/e2e/browsers";
import { box, heading, holders, moveTo, openMatrix } from "@/tests/e2e/matrix-page";
import { expectNoSidewaysScroll } from "@/tests/e2e/views";
import { expectAccessible } from "@/tests/support/accessibility";
import { named } from "@/tests/support/issuer";
import { addCrowd } from "@/tests/support/people";

test("the grid is one tab stop; arrows, Home, End and Ctrl move, Space toggles", async ({
  adminPage: page,
  portal,
}) => {
  const [first, middle, last] = [named("CALL_CENTER", 5), named("EMAIL", 5), named("WFM", 5)];
  await portal.install(first, middle, last);
  await portal.addUser("bea@acme.example", { name: "Bea Fox" });
  await portal.addUser("cid@acme.example", { name: "Cid Roe" });
  await openMatrix(page);
  await expect(page.locator('.matrix input[tabindex="0"]')).toHaveCount(1);
  await moveTo(page, box(page, "Bea Fox", middle));
  await expect(box(page, "Bea Fox", middle)).toBeFocused();
  await page.keyboard.press("End");
  await expect(box(page, "Bea Fox", last)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(box(page, "Bea Fox", last)).toBeFocused();
  await page.keyboard.press("Home");
  await expect(box(page, "Bea Fox", first)).toBeFocused();
  await page.keyboard.press("Control+End");
  await expect(box(page, "Cid Roe", last)).toBeFocused();
  await page.keyboard.press("Control+Home");
  await expect(box(page, "Ada Admin", first)).toBeFocused();
  await page.keyboard.press("Space");
  await expect(box(page, "Ada Admin", first)).toBeChecked();
  await expect.poll(() => holders(portal, first)).toEqual(["Ada Admin"]);
  await expect(box(page, "Ada Admin", first)).toBeFocused();
  await expect(page.locator('.matrix input[tabindex="0"]')).toHaveCount(1);
});

test("Undo takes a tick back within ten seconds", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await openMatrix(page);
  await box(page, "Ada Admin", license).check();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(box(page, "Ada Admin", license)).not.toBeChecked();
  await expect.poll(() => holders(portal, license)).toEqual([]);
});

test("Undo asks the limit again and says when somebody else has the seat", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 1);
  await portal.install(license);
  const ann = await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  const bob = await portal.addUser("bob@acme.example", { name: "Bob Ray" });
  await portal.grant(ann, license);
  await openMatrix(page);
  await box(page, "Ann Lee", license).uncheck();
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await portal.grant(bob, license);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "product exhausted" })).toBeVisible();
  await expect(box(page, "Ann Lee", license)).not.toBeChecked();
  expect(await holders(portal, license)).toEqual(["Bob Ray"]);
});

test("Undo goes away by itself", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 1);
  await portal.install(license);
  await openMatrix(page);
  await box(page, "Ada Admin", license).check();
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0, { timeout: 15_000 });
  await expect(box(page, "Ada Admin", license)).toBeChecked();
});

test("filters by domain, by license and by state stand in the URL and come off one by one", async ({
  adminPage: page,
  portal,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await portal.grant(await portal.addUser("ann@acme.example", { name: "Ann Lee" }), license);
  await portal.addUser("bob@globex.example", { name: "Bob Ray" });
  const names = () => page.getByRole("rowheader").locator("span").allTextContents();
  await openMatrix(page);
  await page.getByRole("link", { name: "Filters" }).click();
  const filters = page.getByRole("dialog", { name: "Filters" });
  await filters.getByRole("combobox", { name: "Does not have the license" }).selectOption({ label: heading(license) });
  await filters.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(new RegExp(`without=${license.id}`));
  expect(await names()).toEqual(["Ada Admin", "Bob Ray"]);
  await page.goto(`/licenses/users?without=${license.id}&domain=globex.example`);
  expect(await names()).toEqual(["Bob Ray"]);
  await page.getByRole("link", { name: "Remove filter Domain: globex.example" }).click();
  await expect(page).not.toHaveURL(/domain=/);
  await expect.poll(names).toEqual(["Ada Admin", "Bob Ray"]);
  await page.goto(`/licenses/users?has=${license.id}`);
  expect(await names()).toEqual(["Ann Lee"]);
  await page.goto("/licenses/users?state=disabled");
  await expect(page.getByText("No user matches the search and the filters.")).toBeVisible();
  await portal.sql`update domains set disabled_at = now() where name = 'globex.example'`;
  await page.goto("/licenses/users");
  await expect(page.getByRole("row", { name: "Bob Ray" })).toContainText("domain disabled");
  await expect(page.getByText("disabled")).toHaveCount(1);
});

test("the columns that a person chose are there again, and in the URL", async ({
  adminPage: page,
  portal,
  open,
  admin,
}) => {
  const [shown, hidden] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
  await portal.install(shown, hidden);
  await openMatrix(page, "/licenses/users?select=1");
  await page.getByRole("dialog").getByLabel(heading(hidden)).uncheck();
  await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
  await expect(page).toHaveURL(new RegExp(`columns=${shown.id}`));
  const elsewhere = await open(admin);
  await elsewhere.goto("/licenses/users");
  await expect(elsewhere).toHaveURL(new RegExp(`columns=${shown.id}`));
  await expect(elsewhere.getByRole("columnheader", { name: heading(shown) })).toBeVisible();
  await expect(elsewhere.getByRole("columnheader", { name: heading(hidden) })).toHaveCount(0);

  await openMatrix(page, "/licenses/users?select=1");
  await page.getByRole("dialog").getByLabel(heading(shown)).uncheck();
  await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
  await expect(page.getByText("No columns are chosen.")).toBeVisible();
  await page.goto("/licenses/users?size=40");
  await expect(page).toHaveURL(/columns=$/);
  await expect(page.getByText("No columns are chosen.")).toBeVisible();
});

async function placeOf(element: Locator) {
  const place = await element.boundingBox();
  if (place === null) throw new Error("The element is not shown.");
  return place;
}

test("with many licenses headings stand upright, thirty to a screen, and never hide the box that has the focus", async ({
  adminPage: page,
  portal,
}) => {
  const soon = named("CALL_CENTER", 5, { name: "Call centre of the northern hall, shared by shifts" });
  const licenses = Array.from({ length: 40 }, (_, nth) => ({ ...named("CHAT", 5), not_after: soon.not_after + nth }));
  licenses.splice(20, 1, named("CHAT", 5, { name: "night".repeat(20), not_after: soon.not_after + 20 }));
  await portal.install(soon, ...licenses);
  await addCrowd(40);
  await page.setViewportSize({ width: 1440, height: 900 });
  await openMatrix(page);
  const headings = page.getByRole("columnheader");
  const [head, last] = [page.locator("thead"), page.locator("tbody td:last-child input").last()];
  expect(await headings.count()).toBe(42);
  for (const upright of [headings.nth(1), headings.nth(2), headings.last()]) {
    const { width, height } = await placeOf(upright);
    expect(height).toBeGreaterThan(3 * width);
  }
  // A word however long is broken, and does not stand out of its heading.
  const above = await headings.evaluateAll((all) =>
    all.map((each) => {
      const text = document.createRange();
      text.selectNodeContents(each);
      return each.getBoundingClientRect().top - text.getBoundingClientRect().top;
    }),
  );
  expect(Math.max(...above)).toBeLessThanOrEqual(0);
  const inSight = await headings.evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().right < 1_440));
  expect(inSight.length).toBeGreaterThan(25);
  await expectAccessible(page);

  await moveTo(page, page.locator("tbody td:nth-child(2) input").first());
  await page.keyboard.press("Control+End");
  await expect(last).toBeFocused();
  for (let row = 0; row < 20; row++) {
    await page.keyboard.press("ArrowUp");
    const { y } = await placeOf(page.locator(".matrix input:focus"));
    const { y: top, height } = await placeOf(head);
    expect(y).toBeGreaterThanOrEqual(top + height);
  }

  // A low window keeps its room for rows.
  await page.setViewportSize({ width: 1440, height: 500 });
  const lying = await placeOf(headings.nth(2));
  expect(lying.width).toBeGreaterThan(lying.height);
  await expectNoSidewaysScroll(page);
});

for (const [width, height, name] of [
  [320, 800, null],
  [640, 360, "A display name of a license that is much longer than any heading should be. ".repeat(2).trim()],
] as const) {
  test(`at ${width} × ${height} nothing that stays in view covers the box that has the focus`, async ({
    adminPage: page,
    portal,
  }) => {
    const licenses = ["CALL_CENTER", "EMAIL", "MOBILE", "WFM"].map((product) =>
      named(product, 50, name ? { name } : {}),
    );
    await portal.install(...licenses);
    await addCrowd(30);
    await page.setViewportSize({ width, height });
    await openMatrix(page);
    await page.locator('.matrix input[tabindex="0"]').focus();
    const keys = ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "PageDown", "ArrowUp", "ArrowUp"];
    for (const key of [...keys, ...keys, "Control+Home"]) {
      await page.keyboard.press(key);
      const isSeen = await page.evaluate(() => {
        const { x, y, width: w, height: h } = document.activeElement?.getBoundingClientRect() ?? new DOMRect();
        const top = document.elementFromPoint(x + w / 2, y + h / 2);
        return top !== null && document.activeElement?.closest("td")?.contains(top) === true;
      });
      expect(isSeen, `after ${key}`).toBe(true);
    }
  });
}
