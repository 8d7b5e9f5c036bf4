import { once } from "node:events";
import type { Page } from "@playwright/test";
import { expect, test } from "@/tests/e2e/browsers";
import { box, boxInRow, heading, holders, openMatrix, reason } from "@/tests/e2e/matrix-page";
import { concurrent, named } from "@/tests/support/issuer";
import { addCrowd } from "@/tests/support/people";

test("shows all users, and one column per license with its end and the seats left", async ({
  adminPage: page,
  portal,
}) => {
  const agents = named("CALL_CENTER", 5, { name: "Agents" });
  const shifts = concurrent("CUSTOMER_SERVICE", 3);
  await portal.install(agents, shifts);
  await portal.grant(await portal.addUser("ann@acme.example", { name: "Ann Lee" }), agents, shifts);
  await portal.addUser("bob@globex.example", { name: "Bob Ray" });
  await openMatrix(page);
  const column = (license: typeof agents) => page.getByRole("columnheader", { name: heading(license) });
  await expect(column(agents)).toContainText("Agents");
  await expect(column(agents)).toContainText("4 seats left");
  await expect(column(shifts)).toContainText("concurrent, 3 seats free");
  await expect(page.getByRole("rowheader")).toHaveText([
    "Ada Adminadmin@acme.example",
    "Ann Leeann@acme.example",
    "Bob Raybob@globex.example",
  ]);
  await expect(box(page, "Ann Lee", agents)).toBeChecked();
  await expect(box(page, "Ann Lee", shifts)).toBeChecked();
  await expect(box(page, "Bob Ray", agents)).not.toBeChecked();
});

test("ticking assigns and unticking revokes, each with its audit entry and the seats left", async ({
  adminPage: page,
  portal,
  admin,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const ann = await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  await openMatrix(page);
  await box(page, "Ann Lee", license).check();
  await expect(page.getByRole("columnheader", { name: heading(license) })).toContainText("4 seats left");
  await expect(page.getByText(`${heading(license)} assigned to Ann Lee.`).first()).toBeAttached();
  expect(await holders(portal, license)).toEqual(["Ann Lee"]);

  await box(page, "Ann Lee", license).uncheck();
  await expect(page.getByRole("columnheader", { name: heading(license) })).toContainText("5 seats left");
  expect(await holders(portal, license)).toEqual([]);
  const entries = await portal.sql`
    select act, actor_id, user_id::text, license_id from audit_entries where act like '%_license' and user_id is not null order by id`;
  const about = { actor_id: admin.id, user_id: ann.id, license_id: license.id };
  expect(entries).toEqual([
    { act: "assign_license", ...about },
    { act: "revoke_license", ...about },
  ]);
  await page.reload();
  await expect(box(page, "Ann Lee", license)).not.toBeChecked();
});

test("eight quick ticks travel in at most three calls, also on a slow line", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 20);
  await portal.install(license);
  await addCrowd(8);
  await openMatrix(page);
  const line = new AbortController();
  const isThrough = once(line.signal, "abort");
  let calls = 0;
  await page.route("**/licenses/users*", async (route) => {
    if (route.request().method() === "POST") {
      calls += 1;
      await isThrough;
    }
    await route.continue();
  });
  for (let n = 1; n <= 8; n++) await box(page, `user ${n}`, license).click();
  for (let n = 1; n <= 8; n++) await expect(box(page, `user ${n}`, license)).toBeChecked();
  line.abort();
  await expect.poll(() => holders(portal, license)).toHaveLength(8);
  await expect(page.getByRole("columnheader", { name: heading(license) })).toContainText("12 seats left");
  expect(calls).toBeLessThanOrEqual(3);
});

test("a tick made before the page's script has arrived is sent when it has", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  const gate = new AbortController();
  const arrival = once(gate.signal, "abort");
  await page.route("**/_next/static/**/*.js", async (route) => {
    await arrival;
    await route.continue();
  });
  await page.goto("/licenses/users", { waitUntil: "commit" });
  await boxInRow(page, "Ann Lee", license).click();
  gate.abort();
  await expect.poll(() => holders(portal, license)).toEqual(["Ann Lee"]);
  await expect(box(page, "Ann Lee", license)).toBeChecked();
});

test("of two administrators who tick the last seat at once, one gets it and the other reads why not", async ({
  adminPage: page,
  portal,
  open,
  admin,
}) => {
  const license = named("CALL_CENTER", 1);
  await portal.install(license);
  for (const name of ["Ann Lee", "Bob Ray"]) await portal.addUser(`${name[0]}@acme.example`, { name });
  const other = await open(admin);
  await Promise.all([openMatrix(page), openMatrix(other)]);
  await Promise.all([box(page, "Ann Lee", license).click(), box(other, "Bob Ray", license).click()]);
  await expect.poll(() => holders(portal, license)).toHaveLength(1);
  const annWon = (await holders(portal, license))[0] === "Ann Lee";
  const [winner, loser] = annWon ? [page, other] : [other, page];
  const [luckyName, otherName] = annWon ? ["Ann Lee", "Bob Ray"] : ["Bob Ray", "Ann Lee"];
  await expect(box(winner, luckyName, license)).toBeChecked();
  await expect(reason(loser, otherName, license)).toHaveText(
    "product exhausted: the only seat of CALL_CENTER is in use.",
  );
  await expect(box(loser, otherName, license)).not.toBeChecked();
  await expect(box(loser, luckyName, license)).toBeChecked();
  expect(await holders(portal, license)).toEqual([luckyName]);
});

test("two administrators who tick different boxes of one user on old pages both keep their ticks", async ({
  adminPage: page,
  portal,
  open,
  admin,
}) => {
  const [calls, mail] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
  await portal.install(calls, mail);
  const ann = await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  await portal.grant(ann, mail);
  const other = await open(admin);
  await Promise.all([openMatrix(page), openMatrix(other)]);
  await box(page, "Ann Lee", calls).click();
  await expect.poll(() => holders(portal, calls)).toEqual(["Ann Lee"]);
  await box(other, "Ann Lee", mail).click();
  await expect.poll(() => holders(portal, mail)).toEqual([]);
  expect(await holders(portal, calls)).toEqual(["Ann Lee"]);
  await expect(box(other, "Ann Lee", calls)).toBeChecked();
});

/** Ticks two boxes of users, of which the first is on its way and the second waits; answers how to let them go. */
async function tickTwo(page: Page, license: ReturnType<typeof named>): Promise<() => void> {
  const line = new AbortController();
  const isThrough = once(line.signal, "abort");
  await page.route("**/*", async (route) => {
    if (route.request().method() === "POST") await isThrough;
    await route.continue();
  });
  await openMatrix(page);
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await box(page, "user 1", license).click();
  await sent;
  await box(page, "user 2", license).click();
  return () => line.abort();
}

test("ticks on their way are kept when one goes on to another page of the portal", async ({
  adminPage: page,
  portal,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await addCrowd(3);
  const letGo = await tickTwo(page, license);
  await page.locator('nav a[href="/licenses"]').click();
  letGo();
  await expect(page).toHaveURL(/\/licenses$/);
  await expect.poll(() => holders(portal, license)).toEqual(["user 1", "user 2"]);
});

test("the browser asks before it leaves ticks that are on their way, and lets go when they have arrived", async ({
  adminPage: page,
  portal,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await addCrowd(3);
  const letGo = await tickTwo(page, license);
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe("beforeunload");
  await question.dismiss();
  letGo();
  await expect.poll(() => holders(portal, license)).toEqual(["user 1", "user 2"]);
  await expect(page.getByRole("columnheader", { name: heading(license) })).toContainText("3 seats left");
  const closed = page.waitForEvent("close");
  await page.close({ runBeforeUnload: true });
  await closed;
});

test("when the server is gone the box goes back and the page says so", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  await openMatrix(page);
  await page.route("**/licenses/users*", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  await box(page, "Ann Lee", license).click();
  await expect(page.getByText("No answer came")).toBeVisible();
  await expect(box(page, "Ann Lee", license)).not.toBeChecked();
  await page.unroute("**/licenses/users*");
  await box(page, "Ann Lee", license).click();
  await expect.poll(() => holders(portal, license)).toEqual(["Ann Lee"]);
  await expect(page.getByText("No answer came")).toHaveCount(0);
});
