import { formatDate } from "@/lib/dates";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { expect, scriptReaches, test } from "@/tests/e2e/browsers";
import { concurrent, DAY_SECONDS, EXPIRED, NOT_STARTED, named, nowSeconds } from "@/tests/support/issuer";

const AMBER = "rgb(138, 90, 0)";
const HEADINGS = ["ID", "Product", "Valid from", "Valid till", "Used", "Limit", "Concurrent", "Status"];

function day(seconds: number): string {
  return formatDate(new Date(seconds * 1000), "UTC");
}

function inDays(days: number) {
  return { not_after: nowSeconds() + Math.round(days * DAY_SECONDS) };
}

test("shows every license in eight columns, with the seats that are really used", async ({
  adminPage: page,
  portal,
}) => {
  const agents = named("CALL_CENTER", 5, { name: "Agents" });
  const shifts = concurrent("CUSTOMER_SERVICE", 3);
  await portal.install(agents, shifts);
  const ann = await portal.addUser("ann@acme.example");
  await portal.grant(ann, agents, shifts);
  await portal.grant(await portal.addUser("bob@acme.example"), agents, shifts);
  await signIn(ann.address, ann.password);
  await signIn(ann.address, ann.password);

  await page.goto("/licenses");
  await expect(page.getByRole("columnheader")).toHaveText(HEADINGS.map((heading) => new RegExp(`^${heading}`)));
  const cells = (product: string) => page.getByRole("row", { name: product }).getByRole("cell");
  const term = [day(agents.not_before), day(agents.not_after)];
  await expect(cells("CALL_CENTER")).toHaveText(
    [agents.id.slice(0, 8), /^CALL_CENTER\s*Agents$/, ...term, "2", "5", "", "227 days"],
    { useInnerText: true },
  );
  await expect(cells("CUSTOMER_SERVICE")).toHaveText([
    shifts.id.slice(0, 8),
    "CUSTOMER_SERVICE",
    ...term,
    "1",
    "3",
    "Yes",
    "227 days",
  ]);
  await expect(page.getByTitle(agents.id)).toBeVisible();
});

test("says in words where a license stands, and in amber from 30 days before its end", async ({
  adminPage: page,
  portal,
}) => {
  const calm = named("CALL_CENTER", 5, inDays(30.5));
  const soon = named("CALL_MANAGER", 5, inDays(29.9));
  const last = named("MOBILE", 5, inDays(0.5));
  const over = named("EMAIL", 2);
  const gone = named("CUSTOMER_PORTAL", 5);
  const ended = named("VOIP_DEVICE", 5, EXPIRED);
  const coming = named("WFM", 5, NOT_STARTED);
  await portal.install(over, gone);
  for (const name of ["ann", "bob"]) await portal.grant(await portal.addUser(`${name}@acme.example`), over);
  await portal.install(calm, soon, last, { ...over, limit: 1 }, ended, coming);

  await page.goto("/licenses");
  const status = (product: string) => page.getByRole("row", { name: product }).getByRole("cell").last();
  await expect(status("CALL_CENTER")).toHaveText("31 days");
  await expect(status("CALL_CENTER").locator("span span")).not.toHaveCSS("color", AMBER);
  await expect(status("CALL_MANAGER")).toHaveText("30 days");
  await expect(status("CALL_MANAGER").locator("span span")).toHaveCSS("color", AMBER);
  await expect(status("MOBILE")).toHaveText("1 day");
  await expect(status("MOBILE").locator("span span")).toHaveCSS("color", AMBER);
  await expect(status("EMAIL")).toHaveText("227 daysOver limit");
  await expect(status("CUSTOMER_PORTAL")).toHaveText("Withdrawn");
  await expect(status("VOIP_DEVICE")).toHaveText("Expired");
  await expect(status("WFM")).toHaveText("Starts in 1 day");
});

test("Refresh shows what another administrator has imported", async ({ adminPage: page, portal }) => {
  const first = named("CALL_CENTER", 5);
  await portal.install(first);
  await page.goto("/licenses");
  await expect(page.getByRole("row")).toHaveCount(2);
  await portal.install(first, named("EMAIL", 7));
  await page.getByRole("link", { name: "Refresh" }).click();
  await expect(page.getByRole("row", { name: "EMAIL" })).toBeVisible();
});

test("copies the license key on the press, and never has it in the page", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 5);
  const key = await portal.install(license);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/licenses");
  const button = page.getByRole("button", { name: "Copy the key that contains CALL_CENTER" });
  await scriptReaches(button);
  await button.click();
  await expect(page.getByText("Copied to clipboard!")).toBeVisible();
  await expect(button.locator('path[stroke="var(--good)"]')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  expect(await page.content()).not.toContain(key.split(".")[2]);
  await expect(page.getByText("Copied to clipboard!")).toBeHidden();
});

test("without JavaScript the copy button shows the key as plain text", async ({ portal, open, admin }) => {
  const key = await portal.install(named("CALL_CENTER", 5));
  const page = await open(admin, { javaScriptEnabled: false });
  await page.goto("/licenses");
  const opened = page.waitForEvent("popup");
  await page.getByRole("button", { name: "Copy the key that contains CALL_CENTER" }).click();
  await expect((await opened).locator("body")).toHaveText(key);
});

test("a person without the right gets the page Access denied with status 403, and no key", async ({
  page,
  portal,
  enter,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const outsider = await portal.addUser("outsider@acme.example", { roles: ["outsider"] });
  await portal.grant(outsider, license);
  await enter(outsider);
  for (const path of ["/licenses", "/licenses?import=1", "/licenses/users"]) {
    expect((await page.goto(path))?.status()).toBe(403);
    await expect(page.getByRole("heading", { name: "Access denied" })).toBeVisible();
    expect(await page.content()).not.toContain(license.id);
  }
  const key = await page.request.get(`/licenses/${license.id}/key`);
  expect([key.status(), await key.text()]).toEqual([403, "You do not have the right to do this."]);
});

test("the key of a license that does not exist is not found", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  for (const id of ["0c0ffee0-0000-4000-8000-00000000dead", "nonsense", "%00"]) {
    expect((await page.request.get(`/licenses/${id}/key`)).status()).toBe(404);
  }
});
