import type { Page, Route } from "@playwright/test";
import { expect, test } from "@/tests/e2e/browsers";
import { box, heading, holders, openMatrix } from "@/tests/e2e/matrix-page";
import { named } from "@/tests/support/issuer";

const LOST = "No answer came: it is not known whether the change was made.";

/** What becomes of ticks on their way, in their order; later ones go through. */
async function onTicks(page: Page, ...fates: ((route: Route) => Promise<unknown>)[]): Promise<void> {
  await page.route("**/licenses/users*", (route) => {
    const fate = route.request().method() === "POST" ? fates.shift() : undefined;
    return fate ? fate(route) : route.continue();
  });
}

const slow = (route: Route) => new Promise((done) => setTimeout(done, 1_000)).then(() => route.continue());

const neverThere = (route: Route) => new Promise((done) => setTimeout(done, 300)).then(() => route.abort());

/** The server acts, and the browser hears nothing of it. */
const doneUnheard = async (route: Route) => {
  await route.fetch();
  await route.abort();
};

const offered = (page: Page) => page.getByRole("button", { name: "Undo" });

test("a tick that got no answer is told though the next one is answered", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  for (const name of ["Ann Lee", "Bob Ray"]) await portal.addUser(`${name.slice(0, 3)}@acme.example`, { name });
  await openMatrix(page);
  await onTicks(page, neverThere);
  await box(page, "Ann Lee", license).click();
  await page.waitForTimeout(150);
  await box(page, "Bob Ray", license).click();
  await expect.poll(() => holders(portal, license)).toEqual(["Bob Ray"]);
  await expect(offered(page)).toBeVisible();
  await expect(page.getByText(LOST)).toBeVisible();
  await expect(box(page, "Ann Lee", license)).not.toBeChecked();
  // Done again, it is told no more.
  await box(page, "Ann Lee", license).click();
  await expect.poll(() => holders(portal, license)).toEqual(["Ann Lee", "Bob Ray"]);
  await expect(page.getByText(LOST)).toHaveCount(0);
});

test("a tick that was made unheard is seen as soon as the server answers", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  await openMatrix(page);
  await onTicks(page, doneUnheard);
  await box(page, "Ann Lee", license).click();
  await expect(page.getByText(LOST)).toBeVisible();
  expect(await holders(portal, license)).toEqual(["Ann Lee"]);
  await expect(box(page, "Ann Lee", license)).toBeChecked();
  await expect(page.getByRole("columnheader", { name: heading(license) })).toContainText("4 seats left");
});

test("what is refused of a box that went meanwhile is said by name, and the focus stays among the boxes", async ({
  adminPage: page,
  portal,
}) => {
  const [gone, stays] = [named("EMAIL", 5), named("CALL_CENTER", 5)];
  await portal.install(gone, stays);
  await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  const bob = await portal.addUser("bob@acme.example", { name: "Bob Ray" });
  await openMatrix(page);
  await portal.install(stays);
  await box(page, "Ann Lee", gone).click();
  await expect(
    page.getByRole("alert").filter({ hasText: "Ann Lee: The license of EMAIL was withdrawn" }),
  ).toBeVisible();
  await expect(page.getByRole("columnheader", { name: heading(gone) })).toHaveCount(0);
  await expect(box(page, "Ann Lee", stays)).toBeFocused();

  await portal.sql`delete from users where id = ${bob.id}`;
  await box(page, "Bob Ray", stays).click();
  await expect(page.getByRole("alert").filter({ hasText: "Bob Ray: " })).toBeVisible();
  await expect(page.getByRole("row", { name: "Bob Ray" })).toHaveCount(0);
  await expect(page.locator(".matrix input[name=held]:focus")).toHaveCount(1);
});

test("a license that was withdrawn meanwhile is not offered back", async ({ adminPage: page, portal }) => {
  const [gone, stays] = [named("EMAIL", 5), named("CALL_CENTER", 5)];
  await portal.install(gone, stays);
  const ann = await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  await portal.grant(ann, gone);
  await openMatrix(page);
  await portal.install(stays);
  await box(page, "Ann Lee", gone).click();
  await expect(page.getByText("it cannot be given again")).toBeVisible();
  await expect(offered(page)).toHaveCount(0);
});

test("where a change takes a row out of the list, Undo names its user and the focus goes to the next", async ({
  adminPage: page,
  portal,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  for (const name of ["Ann Lee", "Bob Ray"])
    await portal.grant(await portal.addUser(`${name.slice(0, 3)}@acme.example`, { name }), license);
  await openMatrix(page, `/licenses/users?has=${license.id}`);
  await box(page, "Ann Lee", license).focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("row", { name: "Ann Lee" })).toHaveCount(0);
  await expect(box(page, "Bob Ray", license)).toBeFocused();
  await offered(page).click();
  await expect(page.getByText(`${heading(license)} assigned to Ann Lee`).first()).toBeVisible();
});

test("pressed again and again, the last change stays on offer", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  await openMatrix(page);
  await onTicks(page, slow);
  // The first press is under way while the others change it back and forth: the second call finds it so already.
  for (let press = 0; press < 3; press++) {
    await box(page, "Ann Lee", license).click();
    await page.waitForTimeout(100);
  }
  await expect.poll(() => holders(portal, license)).toEqual(["Ann Lee"]);
  await expect(box(page, "Ann Lee", license)).toBeChecked();
  await page.waitForLoadState("networkidle");
  await expect(offered(page)).toBeVisible();
});
