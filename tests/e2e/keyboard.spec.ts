import type { Locator, Page } from "@playwright/test";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { expect, scriptReaches, tabTo, test } from "@/tests/e2e/browsers";
import { GATEWAYS, toggle } from "@/tests/e2e/channel-pages";
import { box, heading, holders, moveTo, openMatrix } from "@/tests/e2e/matrix-page";
import { addChannels } from "@/tests/support/channels";
import { concurrent, named } from "@/tests/support/issuer";
import { addCrowd } from "@/tests/support/people";

/** The keys of a person who has no pointer: nothing in this file clicks. */
function keysOf(page: Page) {
  const press = async (target: Locator, key = "Enter") => {
    await scriptReaches(target);
    await tabTo(page, target);
    await page.keyboard.press(key);
  };
  const link = (name: string | RegExp) => page.getByRole("link", { name, exact: true });
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
  const type = async (target: Locator, text: string) => {
    await tabTo(page, target);
    await page.keyboard.type(text);
  };
  return { press, link, button, type };
}

test("signs in, finds, imports, assigns and signs out", async ({ page, portal, admin }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const key = await portal.issue({ licenses: [license, named("EMAIL", 5)] });
  const { link, type, button } = keysOf(page);
  const press = async (target: Locator) => {
    await tabTo(page, target.and(page.locator(":visible")));
    await page.keyboard.press("Enter");
  };
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await type(page.getByLabel("User"), admin.address);
  await type(page.getByLabel("Password"), admin.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "All licenses" })).toBeVisible();

  await press(link("Skip to content"));
  await press(link("Add"));
  await expect(page.getByLabel("License key")).toBeFocused();
  await page.keyboard.insertText(key);
  await expect(page.getByRole("table", { name: "What this key will change" })).toBeVisible();
  await press(button("Add"));
  await expect(page.getByRole("row", { name: "EMAIL" })).toBeVisible();
  await expect(link("Add")).toBeFocused();

  await type(page.getByRole("searchbox", { name: "Search" }), "call");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: "EMAIL" })).toHaveCount(0);
  await press(link("Users"));
  await expect(page.getByRole("heading", { name: "Users" })).toBeVisible();
  await moveTo(page, box(page, "Ada Admin", license));
  await page.keyboard.press("Space");
  await expect.poll(() => holders(portal, license)).toEqual(["Ada Admin"]);

  const person = page.locator("header summary");
  await press(person);
  await expect(button("Sign out")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(button("Sign out")).toBeHidden();
  await expect(person).toBeFocused();
  await page.keyboard.press("Enter");
  await press(link("My licenses"));
  await expect(page.getByRole("heading", { name: "My licenses" })).toBeVisible();
  await expect(button("Sign out")).toBeHidden();
  await press(person);
  await press(button("Sign out"));
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("opens the users of a license and signs one out, after the question", async ({ adminPage: page, portal }) => {
  const license = concurrent("CALL_CENTER", 5);
  await portal.install(license);
  const anna = await portal.addUser("anna@acme.example", { name: "Anna" });
  await portal.grant(anna, license);
  await signIn(anna.address, anna.password);
  const { press, link, button } = keysOf(page);
  await page.goto("/licenses");
  await press(link("Users of CALL_CENTER: 1 used"));
  const window = page.getByRole("dialog", { name: "CALL_CENTER" });
  await expect(window.getByRole("searchbox")).toBeFocused();
  const used = window.getByRole("switch", { name: "Anna" });
  await press(used, "Space");
  await expect(link("Cancel")).toBeFocused();
  await press(button("Sign out"));
  await expect(used).not.toBeChecked();
  await expect(used).toBeFocused();
  expect(await portal.sql`select 1 from sessions where user_id = ${anna.id}`).toHaveLength(0);
  await page.keyboard.press("Escape");
  await expect(window).toHaveCount(0);
  await expect(link("Users of CALL_CENTER: 0 used")).toBeFocused();
});

test("filters the matrix, assigns to many at once, all or nothing, and takes it back", async ({
  adminPage: page,
  portal,
}) => {
  const [calls, mail] = [named("CALL_CENTER", 50), named("EMAIL", 50)];
  await portal.install(calls, mail);
  await addCrowd(4, "globex.example");
  const { press, link, button } = keysOf(page);
  await page.goto("/licenses/users");
  await press(link("Filters"));
  await expect(page.getByLabel("Domain")).toBeFocused();
  await page.keyboard.type("globex");
  await press(page.getByRole("dialog").getByRole("button", { name: "Apply" }));
  await expect(page.getByRole("rowheader")).toHaveCount(4);

  await press(link("Change many users"));
  const window = page.getByRole("dialog", { name: "Change many users" });
  await expect(window.getByRole("radio").first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(window.getByLabel("4 users that match the search and filters")).toBeChecked();
  await tabTo(page, window.getByRole("combobox", { name: "License" }));
  await page.keyboard.type("EMAIL");
  await tabTo(page, window.locator("input[name=whole]:checked"));
  await page.keyboard.press("ArrowDown");
  await expect(window.getByLabel("Change nothing")).toBeChecked();
  await press(button("Preview"));
  const assign = button("Assign to 4 users");
  await expect(assign).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(window.getByText("4 got it, 0 had it, 0 were refused.")).toBeVisible();
  expect(await holders(portal, mail)).toHaveLength(4);
  await press(button("Undo the whole act"));
  await expect(window.getByText("4 changes undone, 0 refused.")).toBeVisible();
  expect(await holders(portal, mail)).toHaveLength(0);
  await expect(button("Preview")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(window).toHaveCount(0);
  await expect(link("Change many users")).toBeFocused();
});

test("ticks a box, takes it back with Undo, and is in the grid again", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const { press, button } = keysOf(page);
  await openMatrix(page);
  const ticked = box(page, "Ada Admin", license);
  await moveTo(page, ticked);
  await page.keyboard.press("Space");
  await press(button("Undo"));
  await expect.poll(() => holders(portal, license)).toEqual([]);
  await expect(ticked).toBeFocused();
  await expect(page.getByRole("columnheader", { name: heading(license) })).toBeVisible();
});

test("adds a chat gateway, enables it and removes it", async ({ adminPage: page, portal }) => {
  await portal.install(named("CHAT", 1));
  await addChannels(1);
  const { press, link, button } = keysOf(page);
  await page.goto(GATEWAYS);
  await press(link("Add"));
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(link("Add")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.type("Telegram");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(link("Add")).toBeFocused();

  await press(toggle(page, "Telegram"), "Space");
  await expect(toggle(page, "Telegram")).toBeChecked();
  await expect(toggle(page, "Telegram")).toBeFocused();
  await press(link("Remove Telegram"));
  await expect(link("Cancel")).toBeFocused();
  await press(button("Remove"));
  await expect(link("Remove Telegram")).toHaveCount(0);
  await expect(page.getByRole("main")).toBeFocused();
});

test("adds a user in the directory, opens their window and comes back", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  const { press, link, type, button } = keysOf(page);
  await page.goto("/directory/users");
  await press(link("Add"));
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.type("Olha");
  await type(page.getByLabel("User name"), "olha");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(link("Add")).toBeFocused();

  const edit = link("Edit Olha");
  await press(edit);
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await press(link("Disable"));
  await expect(page.getByRole("dialog", { name: "Disable Olha?" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(edit).toBeFocused();
  await page.keyboard.press("Enter");
  await press(link("Delete"));
  await press(button("Delete"));
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("main")).toBeFocused();
});

test("filters the audit list, opens an entry, and hides the warnings", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5, { not_after: Math.floor(Date.now() / 1000) + 86_400 }));
  const { press, type, button } = keysOf(page);
  await page.goto("/audit");
  await type(page.getByLabel("License", { exact: true }), "CALL_CENTER");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/license=CALL_CENTER/);
  await tabTo(page, page.locator("tbody summary").first());
  await page.keyboard.press("Enter");
  await expect(page.locator("tbody details").first()).toHaveAttribute("open");

  await page.goto("/licenses");
  await press(button("Hide until it changes"));
  await expect(page.getByRole("region", { name: "Warnings" })).toHaveCount(0);
  await expect(page.getByRole("main")).toBeFocused();
});
