import { expect, test } from "@/tests/e2e/browsers";
import { box, boxInRow, heading, holders, openMatrix } from "@/tests/e2e/matrix-page";
import { named } from "@/tests/support/issuer";
import { addCrowd } from "@/tests/support/people";

const SEARCHES: [q: string, found: string[]][] = [
  ["lee", ["Ann Lee"]],
  ["LEE ann", ["Ann Lee"]],
  ["гонч", ["Людмила Гончаренко"]],
  ["ЛЮД гон", ["Людмила Гончаренко"]],
  ["l.honch", ["Людмила Гончаренко"]],
  ["*lee", ["Ann Lee"]],
  ["%", []],
  ["_", []],
  ["ee", []],
];

test("searches beginnings of words in names and user names, in any script and order", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  await portal.addUser("l.honcharenko@acme.example", { name: "Людмила Гончаренко" });
  await page.goto("/licenses/users");
  for (const [q, found] of SEARCHES) {
    await page.getByRole("searchbox", { name: "Search" }).fill(q);
    await page.getByRole("searchbox", { name: "Search" }).press("Enter");
    await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe(q);
    if (found.length === 0) await expect(page.getByText("No user matches the search and the filters.")).toBeVisible();
    await expect(page.getByRole("rowheader").locator("span")).toHaveText(found);
  }
});

test("turns pages with totals; rows per page and page stand in the address", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await addCrowd(99);
  await page.goto("/licenses/users");
  await expect(page.getByText("1–40 of 100")).toBeVisible();
  await expect(page.getByRole("rowheader")).toHaveCount(40);
  await page.getByRole("link", { name: "Last page" }).click();
  await expect(page.getByText("81–100 of 100")).toBeVisible();
  await expect(page).toHaveURL(/\?page=3$/);
  await page.reload();
  await expect(page.getByRole("rowheader")).toHaveCount(20);
  await page.getByLabel("Rows per page").selectOption("100");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("1–100 of 100")).toBeVisible();
  await expect(page.getByRole("rowheader")).toHaveCount(100);
});

test("ticks on the second page count for the users of that page", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await addCrowd(30);
  await openMatrix(page, "/licenses/users?size=20");
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page).toHaveURL(/page=2/);
  const name = await page.getByRole("rowheader").locator("span").last().innerText();
  await box(page, name, license).click();
  await expect.poll(() => holders(portal, license)).toEqual([name]);
});

test("the column window chooses columns with Add, leaves them with Cancel, and the choice stands in the address", async ({
  adminPage: page,
  portal,
  open,
  admin,
}) => {
  const [calls, mail, phone] = [named("CALL_CENTER", 5), named("EMAIL", 5), named("VOIP_DEVICE", 5)];
  await portal.install(calls, mail, phone);
  await page.goto("/licenses/users");
  const dialog = page.getByRole("dialog", { name: "Select visible columns" });
  const headings = page.getByRole("columnheader").locator("span");
  await page.getByRole("link", { name: "Columns" }).click();
  await dialog.getByRole("checkbox", { name: heading(mail) }).uncheck();
  await dialog.getByRole("link", { name: "Cancel" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(headings).toHaveText([calls, mail, phone].map(heading));

  await page.getByRole("link", { name: "Columns" }).click();
  await expect(dialog.getByRole("checkbox", { name: heading(mail) })).toBeChecked();
  await dialog.getByRole("checkbox", { name: heading(mail) }).uncheck();
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(headings).toHaveText([calls, phone].map(heading));
  await box(page, "Ada Admin", phone).click();
  await expect.poll(() => holders(portal, phone)).toEqual(["Ada Admin"]);

  const colleague = await open(admin);
  await colleague.goto(page.url());
  await expect(colleague.getByRole("columnheader").locator("span")).toHaveText([calls, phone].map(heading));
});

test("a withdrawn license is a column only for who chooses it", async ({ adminPage: page, portal }) => {
  const [calls, gone] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
  await portal.install(calls, gone);
  await portal.install(calls);
  await page.goto("/licenses/users");
  await expect(page.getByRole("columnheader").locator("span")).toHaveText([heading(calls)]);
  await page.goto(`/licenses/users?columns=${gone.id}`);
  await expect(page.getByRole("columnheader", { name: heading(gone) })).toContainText("withdrawn");
});

test("columns are the same in capitals, and licenses that nobody knows are as none asked for", async ({
  adminPage: page,
  portal,
}) => {
  const [calls, mail] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
  await portal.install(calls, mail);
  const headings = page.getByRole("columnheader").locator("span");
  const unknown = "00000000-0000-4000-8000-000000000000";
  await page.goto(`/licenses/users?columns=${mail.id.toUpperCase()},${unknown}`);
  await expect(headings).toHaveText([heading(mail)]);
  await page.goto(`/licenses/users?q=a&columns=${unknown}`);
  await expect(page).toHaveURL(/\/licenses\/users\?q=a$/);
  await expect(headings).toHaveText([calls, mail].map(heading));
});

test("without JavaScript a form with Save changes only the boxes that were changed", async ({
  portal,
  open,
  admin,
}) => {
  const [calls, mail] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
  await portal.install(calls, mail);
  const ann = await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  const bob = await portal.addUser("bob@acme.example", { name: "Bob Ray" });
  await portal.grant(bob, mail);
  const page = await open(admin, { javaScriptEnabled: false });
  await page.goto("/licenses/users");
  await boxInRow(page, "Ann Lee", calls).check();
  await boxInRow(page, "Bob Ray", mail).uncheck();
  await portal.grant(ann, mail);
  await portal.grant(bob, calls);
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect(await holders(portal, calls)).toEqual(["Ann Lee", "Bob Ray"]);
  expect(await holders(portal, mail)).toEqual(["Ann Lee"]);
  await expect(boxInRow(page, "Ann Lee", mail)).toBeChecked();
  await expect(boxInRow(page, "Bob Ray", mail)).not.toBeChecked();
});

test("without JavaScript a refused box comes back unticked with the reason", async ({ portal, open, admin }) => {
  const license = named("CALL_CENTER", 1);
  await portal.install(license);
  await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  const bob = await portal.addUser("bob@acme.example", { name: "Bob Ray" });
  const page = await open(admin, { javaScriptEnabled: false });
  await page.goto("/licenses/users");
  await boxInRow(page, "Ann Lee", license).check();
  await portal.grant(bob, license);
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("product exhausted: the only seat of CALL_CENTER is in use.")).toBeVisible();
  await expect(page.getByText("Nothing was changed.")).toBeVisible();
  await expect(boxInRow(page, "Ann Lee", license)).not.toBeChecked();
  expect(await holders(portal, license)).toEqual(["Bob Ray"]);
});
