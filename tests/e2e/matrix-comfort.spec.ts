import { SESSION_COOKIE, expect, scriptReaches, test } from "@/tests/e2e/browsers";
import { box, heading, holders, openMatrix, reason } from "@/tests/e2e/matrix-page";
import { EXPIRED, named } from "@/tests/support/issuer";

test("a refusal moves no box, and goes with the next act or with Escape", async ({ adminPage: page, portal }) => {
  const [full, open, last] = [named("CALL_CENTER", 1), named("EMAIL", 5), named("WFM", 5, EXPIRED)];
  await portal.install(full, open, last);
  await portal.grant(await portal.addUser("ann@acme.example", { name: "Ann Lee" }), full);
  await portal.addUser("bob@acme.example", { name: "Bob Ray" });
  await openMatrix(page);
  const places = () =>
    page
      .locator(".matrix input[name=held]")
      .evaluateAll((all) => all.map((each) => JSON.stringify(each.getBoundingClientRect())));
  const before = await places();
  for (const license of [full, last]) {
    await box(page, "Ada Admin", license).click({ force: true });
    await expect(reason(page, "Ada Admin", license)).toBeInViewport({ ratio: 1 });
    expect(await places()).toEqual(before);
  }
  // What came just now stays to be read.
  await expect(reason(page, "Ada Admin", full)).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("gridcell").getByRole("alert")).toHaveCount(0);
  await box(page, "Ada Admin", full).click({ force: true });
  await reason(page, "Ada Admin", full).click();
  await expect(reason(page, "Ada Admin", full)).toHaveCount(0);

  await box(page, "Bob Ray", full).click({ force: true });
  await expect(reason(page, "Bob Ray", full)).toBeVisible();
  await page.waitForTimeout(2_100);
  await box(page, "Ada Admin", open).click();
  await expect.poll(() => holders(portal, open)).toEqual(["Ada Admin"]);
  await expect(reason(page, "Bob Ray", full)).toHaveCount(0);
});

test("a press beside a box ticks it, anywhere in its cell", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await openMatrix(page);
  const mine = box(page, "Ada Admin", license);
  const cell = page.getByRole("gridcell").filter({ has: mine });
  await cell.click({ position: { x: 4, y: 4 } });
  await expect.poll(() => holders(portal, license)).toEqual(["Ada Admin"]);
  await expect(mine).toBeFocused();
  await mine.click();
  await expect.poll(() => holders(portal, license)).toEqual([]);
  // Pressed on the box and let go beside it: taken back.
  const place = await mine.boundingBox();
  if (place === null) throw new Error("The box is not there.");
  await page.mouse.move(place.x + 3, place.y + 3);
  await page.mouse.down();
  await page.mouse.move(place.x - 20, place.y + 3);
  await page.mouse.up();
  await page.waitForTimeout(300);
  await expect(mine).not.toBeChecked();
});

test("Undo is not offered where nobody could be given the license back, and why not is said", async ({
  adminPage: page,
  portal,
}) => {
  const [open, full, ended] = [named("CALL_CENTER", 5), named("WFM", 1), named("EMAIL", 5)];
  await portal.install(open, full, ended);
  await portal.grant(await portal.addUser("ann@acme.example", { name: "Ann Lee" }), open, full, ended);
  await portal.install(open, full, { ...ended, ...EXPIRED });
  await openMatrix(page);
  const said = page.locator("form .said");
  const undo = page.getByRole("button", { name: "Undo" });
  await box(page, "Ann Lee", { ...ended, ...EXPIRED }).uncheck();
  await expect(said).toContainText(/revoked from Ann Lee\. The license expired on \d\d\.\d\d\.\d{4}, product: EMAIL\./);
  await expect(undo).toHaveCount(0);
  await box(page, "Ann Lee", full).uncheck();
  await undo.click();
  await expect.poll(() => holders(portal, full)).toEqual(["Ann Lee"]);
});

test("an act for many says before it is done that it cannot be undone", async ({ adminPage: page, portal }) => {
  const [open, ended] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
  await portal.install(open, ended);
  await portal.grant(await portal.addUser("ann@acme.example", { name: "Ann Lee" }), open, ended);
  await portal.install(open, { ...ended, ...EXPIRED });
  await page.goto("/licenses/users?many=1");
  const window = page.getByRole("dialog", { name: "Change many users" });
  await window.getByLabel("License").selectOption({ label: heading({ ...ended, ...EXPIRED }) });
  const fits = window.getByText("If not everybody can get it");
  await expect(fits).toBeVisible();
  await window.getByLabel("Revoke").check();
  await expect(fits).toBeHidden();
  await window.getByRole("button", { name: "Preview" }).click();
  await expect(window).toContainText(
    /1 lose it, 1 do not have it\. This cannot be undone for now: The license expired on/,
  );
  await window.getByRole("button", { name: "Revoke from 1 user" }).click();
  await expect(window).toContainText("1 lost it, 1 did not have it.");
  await expect(window.getByRole("button", { name: "Undo the whole act" })).toHaveCount(0);
});

test("an act for many speaks of seats left only where some are given", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 3);
  await portal.install(license);
  for (const name of ["ann", "bob", "cid"]) await portal.grant(await portal.addUser(`${name}@acme.example`), license);
  await portal.addUser("dan@acme.example");
  await page.goto("/licenses/users?many=1&q=ann");
  const window = page.getByRole("dialog", { name: "Change many users" });
  const preview = window.getByRole("button", { name: "Preview" });
  await portal.install({ ...license, limit: 1 });
  await window.getByLabel("Revoke").check();
  await preview.click();
  await expect(window).toContainText(
    "This cannot be undone for now: product exhausted: the only seat of CALL_CENTER is in use.",
  );
  await portal.install({ ...license, limit: 4 });
  await page.goto("/licenses/users?many=1");
  await preview.click();
  await expect(window).toContainText("1 get it, 3 have it, 1 do not fit. Only 1 seat is left.");
});

test("whoever ticks all columns sees licenses that are bought later, too", async ({ adminPage: page, portal }) => {
  const [first, second] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
  await portal.install(first, second);
  await openMatrix(page, `/licenses/users?columns=${first.id}&select=1`);
  const window = page.getByRole("dialog", { name: "Select visible columns" });
  await window.getByLabel(heading(second)).check();
  await window.getByRole("button", { name: "Add" }).click();
  await expect(page).toHaveURL(/\/licenses\/users$/);
  await expect(page.getByRole("columnheader")).toHaveCount(3);
  const later = named("WFM", 5);
  await portal.install(first, second, later);
  await page.getByRole("link", { name: "Refresh" }).click();
  await expect(page.getByRole("columnheader", { name: heading(later) })).toBeVisible();
  await page.goto("/licenses/users?columns=");
  await page.getByRole("link", { name: "Select visible columns" }).click();
  await expect(window).toBeVisible();
});

test("a press beside a window does not throw away what was typed in it, and Back does not open it again", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/licenses");
  await page.getByRole("link", { name: "Add" }).click();
  const window = page.getByRole("dialog", { name: "Import license" });
  const field = window.getByLabel("License key");
  await field.fill("typed");
  await page.mouse.click(5, 5);
  await page.waitForTimeout(300);
  await expect(field).toHaveValue("typed");
  await field.fill("");
  await page.mouse.click(5, 5);
  await expect(window).toHaveCount(0);
  await page.goBack();
  await expect(window).toHaveCount(0);

  await page.goto("/licenses/users?select=1");
  const columns = page.getByRole("dialog", { name: "Select visible columns" });
  await scriptReaches(columns.getByRole("button", { name: "Add" }));
  await columns.getByLabel("CALL_CENTER").uncheck();
  await page.mouse.click(5, 5);
  await page.waitForTimeout(300);
  await expect(columns.getByLabel("CALL_CENTER")).not.toBeChecked();
  await columns.getByLabel("CALL_CENTER").check();
  await page.mouse.click(5, 5);
  await expect(columns).toHaveCount(0);
});

test("Undo stays while the focus is on it, though the pointer goes and other answers come", async ({
  adminPage: page,
  portal,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  for (const name of ["Ann Lee", "Bob Ray"]) await portal.addUser(`${name.slice(0, 3)}@acme.example`, { name });
  await page.clock.install();
  await openMatrix(page);
  await box(page, "Ann Lee", license).click();
  const undo = page.getByRole("button", { name: "Undo" });
  await undo.focus();
  await undo.hover();
  await page.mouse.move(1, 1);
  await page.clock.runFor(30_000);
  await expect(undo).toBeFocused();
  await undo.blur();
  await page.clock.runFor(11_000);
  await expect(undo).toHaveCount(0);
});

test("who is signed out meanwhile reads of a session, not of a token, and keeps what was typed", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/directory/users?add=1");
  const name = page.getByRole("dialog").getByLabel("Name", { exact: true });
  await name.fill("Ann Lee");
  await page.getByRole("dialog").getByLabel("User name").fill("ann");
  await page.context().clearCookies({ name: SESSION_COOKIE });
  await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("Your session has ended. Sign in again;");
  await expect(name).toHaveValue("Ann Lee");
});
