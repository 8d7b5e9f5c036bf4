import type { Page } from "@playwright/test";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { everythingStored, expect, test } from "@/tests/e2e/browsers";
import { expectAccessible } from "@/tests/support/accessibility";
import { named } from "@/tests/support/issuer";
import { setRole } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";

const LIST = "/directory/users";

/** A person of the domain with the rights of the directory, but of no other domain. */
async function addClerk(portal: Portal) {
  const rights = { permissions: ["read", "add", "write", "delete"], sections: ["admin", "admin/users"] };
  await setRole("clerk", rights);
  const clerk = await portal.addUser("clerk@acme.example", { name: "Clara Clerk" });
  await portal.sql`insert into user_roles select ${clerk.id}::bigint, id from roles where name = 'clerk'`;
  return clerk;
}

function row(page: Page, name: string) {
  return page.getByRole("row", { name });
}

test("a person without the section gets Access denied, one without the right no window", async ({
  page,
  portal,
  enter,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  await enter(await portal.addUser("writer@acme.example", { roles: ["writer"] }));
  for (const path of [LIST, `${LIST}?add=1`, `${LIST}?import=1`, "/directory/domains"]) {
    expect((await page.goto(path))?.status()).toBe(403);
  }
  await expect(page.getByRole("heading", { name: "Access denied" })).toBeVisible();
});

test("users of other domains do not exist without all_domains", async ({ page, portal, enter }) => {
  await portal.install(named("CALL_CENTER", 5));
  const stranger = await portal.addUser("stranger@globex.example", { name: "Sven Stranger" });
  await enter(await addClerk(portal));
  expect((await page.goto(`${LIST}?edit=${stranger.id}`))?.status()).toBe(404);
  await page.goto(LIST);
  await expect(page.locator("tbody tr")).toHaveCount(1);
  expect(await page.content()).not.toMatch(/globex|Sven/);
  expect((await page.goto("/directory/domains?add=1"))?.status()).toBe(403);
});

test("finds, filters and sorts users; all of it stands in the address", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  for (const name of ["Anna Koval", "Bob Stone"]) {
    await portal.addUser(`${name.split(" ")[0]?.toLowerCase()}@globex.example`, { name });
  }
  await page.goto(LIST);
  await expect(page.locator("tbody tr")).toHaveCount(3);
  await expect(page.locator("th[aria-sort]")).toHaveText(/^User/);
  await page.getByRole("searchbox").fill("kov");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=kov/);
  await expect(page.locator("tbody tr")).toHaveCount(1);
  // What a search finds comes in the order of the words that it found.
  await expect(page.locator("th[aria-sort]")).toHaveCount(0);
  await page.goto(`${LIST}?domain=globex.example&sort=-name`);
  await expect(page.locator("tbody tr td:first-child")).toHaveText(["Bob Stone", "Anna Koval"]);
  await page.goto(`${LIST}?state=disabled`);
  await expect(page.getByText("No user matches the search and the filters.")).toBeVisible();
});

test("adds a user; a refusal stands beside its field and keeps what was typed", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto(LIST);
  await page.getByRole("link", { name: "Add", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Add user" });
  await dialog.getByLabel("Name", { exact: true }).fill("Ольга Мельник");
  await dialog.getByLabel("User name").fill("admin");
  await dialog.getByLabel("sysadmin").check();
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("There is a user of that name in this domain already.");
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveValue("Ольга Мельник");
  await expect(dialog.getByLabel("sysadmin")).toBeChecked();
  await expectAccessible(page);
  await dialog.getByLabel("User name").fill("olha");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row(page, "Ольга Мельник").getByRole("cell")).toHaveText([
    "Ольга Мельник",
    "olha@acme.example",
    "acme.example",
    "sysadmin",
    "Enabled",
    "not known",
    "0",
  ]);
  await expectAccessible(page);
});

for (const javaScriptEnabled of [true, false]) {
  test(`${javaScriptEnabled ? "with" : "without"} a script, saving roles moves those that were ticked, and leaves what another administrator gave`, async ({
    admin,
    portal,
    open,
  }) => {
    await portal.install(named("CALL_CENTER", 5));
    for (const name of ["first", "second", "third"]) await setRole(name, { permissions: ["read"], sections: [] });
    const olha = await portal.addUser("olha@acme.example", { name: "Olha" });
    const give = (role: string) =>
      portal.sql`insert into user_roles select ${olha.id}::bigint, id from roles where name = ${role}`;
    await give("first");
    const page = await open(admin, { javaScriptEnabled });
    await page.goto(`${LIST}?edit=${olha.id}`);
    await give("second");
    const dialog = page.getByRole("dialog", { name: "Olha" });
    await dialog.getByLabel("third").check();
    await dialog.getByLabel("first").uncheck();
    await dialog.getByRole("button", { name: "Save roles" }).click();
    await expect(dialog.getByText("Saved.")).toBeVisible();
    const roles = () =>
      portal.sql`select r.name from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = ${olha.id} order by 1`;
    expect(await roles()).toEqual([{ name: "second" }, { name: "third" }]);
    await dialog.getByLabel("third").uncheck();
    await dialog.getByRole("button", { name: "Save roles" }).click();
    await expect.poll(roles).toEqual([{ name: "second" }]);
  });
}

test("without JavaScript a user is added, renamed, disabled and deleted all the same", async ({
  portal,
  open,
  admin,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  const page = await open(admin, { javaScriptEnabled: false });
  await page.goto(`${LIST}?add=1`);
  await page.getByLabel("Name", { exact: true }).fill("Anna");
  await page.getByLabel("User name").fill("an na");
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "This cannot be a user name" })).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Anna");
  await page.getByLabel("User name").fill("anna");
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByRole("link", { name: "Edit Anna" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Anna Koval");
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.getByRole("link", { name: "Disable" }).click();
  await page.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("This user is disabled and cannot sign in.")).toBeVisible();
  await page.getByRole("link", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.locator("tbody tr")).toHaveCount(1);
});

test("disabling asks first, says what ends, and frees the seat", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 1);
  await portal.install(license);
  const anna = await portal.addUser("anna@acme.example", { name: "Anna Koval" });
  await portal.grant(anna, license);
  await signIn(anna.address, anna.password);
  await page.goto(LIST);
  await expect(row(page, "Anna Koval").getByRole("cell").last()).toHaveText("1");
  await page.getByRole("link", { name: "Edit Anna Koval" }).click();
  await page.getByRole("link", { name: "Disable" }).click();
  const dialog = page.getByRole("dialog", { name: "Disable Anna Koval?" });
  await expect(dialog.getByRole("listitem")).toHaveText([
    "1 session ends at once.",
    "No concurrent seat is taken.",
    "1 named license is revoked; its seat becomes free.",
    /Concurrent licenses stay assigned.*does not bring the named licenses back/,
  ]);
  await expectAccessible(page);
  const before = await everythingStored(portal);
  await dialog.getByRole("link", { name: "Cancel" }).click();
  await expect(page.getByRole("dialog", { name: "Anna Koval", exact: true })).toBeVisible();
  expect(await everythingStored(portal)).toBe(before);
  await page.getByRole("link", { name: "Disable" }).click();
  await dialog.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("This user is disabled and cannot sign in.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(row(page, "Anna Koval").getByRole("cell").nth(4)).toHaveText("Disabled");
  // What was answered is not asked again.
  await page.goBack();
  await expect(page.getByRole("dialog", { name: "Disable Anna Koval?" })).toHaveCount(0);
  expect(
    await portal.sql`select 1 from grants union all select 1 from sessions where user_id = ${anna.id}`,
  ).toHaveLength(0);
});

test("roles beyond one's own rights are locked, and so are people who have them; nobody disables themselves", async ({
  page,
  portal,
  enter,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  const root = await portal.addUser("root@acme.example", { name: "Rosa Root", roles: ["sysadmin"] });
  const clerk = await addClerk(portal);
  await enter(clerk);
  await page.goto(`${LIST}?edit=${root.id}`);
  await expect(page.getByText("This person has rights that you lack")).toBeVisible();
  await expect(page.getByLabel("sysadmin")).toBeDisabled();
  await expect(page.getByLabel("New password")).toHaveCount(0);
  await expect(page.getByRole("link", { name: /Disable|Delete/ })).toHaveCount(0);
  await page.goto(`${LIST}?edit=${root.id}&ask=delete`);
  await expect(page.getByRole("button", { name: "Delete" })).toHaveCount(0);
  await page.goto(`${LIST}?edit=${clerk.id}`);
  await expect(page.getByText("This is you")).toBeVisible();
  await page.getByRole("checkbox", { name: "clerk" }).uncheck();
  await page.getByRole("button", { name: "Save" }).nth(1).click();
  await expect(
    page.getByRole("alert").filter({ hasText: "You cannot disable or delete yourself, or take a role from yourself." }),
  ).toBeVisible();
});
