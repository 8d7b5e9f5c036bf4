import type { Page } from "@playwright/test";
import { expect, scriptReaches, tabTo, test } from "@/tests/e2e/browsers";
import { GATEWAYS } from "@/tests/e2e/channel-pages";
import { addChannels } from "@/tests/support/channels";
import { named } from "@/tests/support/issuer";

test("a window is closed by a press beside it, not by a selection that ends there, nor by a file that was not chosen", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/directory/users?import=1");
  const dialog = page.getByRole("dialog");
  const list = dialog.getByRole("textbox");
  await scriptReaches(list);
  await list.fill("domain,username,name,roles,disabled");
  await dialog.locator("input[type=file]").dispatchEvent("cancel", { bubbles: true });
  const box = await list.boundingBox();
  if (box === null) throw new Error("The list is not there.");
  await page.mouse.move(box.x + 20, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(4, 4);
  await page.mouse.up();
  await page.waitForTimeout(300);
  await expect(list).toHaveValue("domain,username,name,roles,disabled");
  await expect(page).toHaveURL(/import=1/);
  // Nor by a press that would throw away what was typed.
  await page.mouse.click(4, 4);
  await page.waitForTimeout(300);
  await expect(list).toHaveValue("domain,username,name,roles,disabled");
  await list.fill("");
  await page.mouse.click(4, 4);
  await expect(dialog).toHaveCount(0);
});

test("whoever goes from a domain's window to the question is in it by keyboard, and comes back", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  await portal.addUser("anna@globex.example");
  await page.goto("/directory/domains");
  await page.getByRole("link", { name: "Edit globex.example" }).click();
  const edit = page.getByRole("dialog", { name: "globex.example", exact: true });
  await tabTo(page, edit.getByRole("link", { name: "Disable" }));
  await page.keyboard.press("Enter");
  const ask = page.getByRole("dialog", { name: "Disable globex.example?" });
  await expect(ask.locator(":focus")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(edit.locator(":focus")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

/** Presses a link that lies behind the window: from the one address straight to the other, as Back and Forward can lead. */
const pressBehind = (page: Page, id: string) => page.locator(`#${id}`).evaluate((link: HTMLElement) => link.click());

test("whoever goes from one channel's window straight to another's finds that one's name in it", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CHAT", 2));
  const [first] = await addChannels(2);
  await page.goto(GATEWAYS);
  await page.getByRole("link", { name: "Rename gateway 2" }).click();
  const name = page.getByRole("dialog").getByLabel("Name");
  await name.fill("of the second");
  await pressBehind(page, `rename-${first}`);
  await expect(page).toHaveURL(new RegExp(`rename=${first}$`));
  await expect(name).toHaveValue("gateway 1");
  await page.goBack();
  await expect(name).toHaveValue("gateway 2");
});

test("whoever goes from one domain's window straight to another's finds that one's name in it", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  const [one] = await portal.sql`insert into domains (name) values ('one.example'), ('two.example') returning id::text`;
  await page.goto("/directory/domains");
  await page.getByRole("link", { name: "Edit two.example" }).click();
  const name = page.getByRole("dialog").getByLabel("Name");
  await name.fill("three.example");
  await pressBehind(page, `edit-${one?.id}`);
  await expect(page.getByRole("dialog", { name: "one.example" })).toBeVisible();
  await expect(name).toHaveValue("one.example");
  await page.goBack();
  await expect(page.getByRole("dialog", { name: "two.example" })).toBeVisible();
  await expect(name).toHaveValue("two.example");
});

test("a window that asks is read out with what will happen", async ({ signedIn: { page, admin }, portal }) => {
  await portal.install(named("CHAT", 2));
  await addChannels(1);
  const dialog = page.getByRole("dialog");
  await page.goto(GATEWAYS);
  await page.getByRole("link", { name: "Remove gateway 1" }).click();
  await expect(dialog).toHaveAccessibleDescription(/^“gateway 1” of acme\.example will be gone for good\./);
  await page.goto(`/directory/users?edit=${admin.id}`);
  await expect(dialog).toBeVisible();
  expect(await dialog.getAttribute("aria-describedby")).toBeNull();
  const anna = await portal.addUser("anna@acme.example");
  await page.goto(`/directory/users?edit=${anna.id}&ask=disable`);
  await expect(dialog).toHaveAccessibleDescription(
    /^anna@acme\.example will not be able to sign in .* Concurrent licenses stay assigned/,
  );
  await portal.sql`insert into domains (name) values ('empty.example')`;
  await page.goto("/directory/domains");
  await page.getByRole("link", { name: "Delete empty.example" }).click();
  await expect(dialog).toHaveAccessibleDescription(/It will be deleted for good\.$/);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Delete acme.example" }).click();
  await expect(dialog).toHaveAccessibleDescription(/users/);
});

test("a window that closed has its page say what it did, once", async ({ adminPage: page, portal }) => {
  await portal.install(named("CHAT", 2));
  const said = page.locator("output.said");
  await page.goto(`${GATEWAYS}?add=1`);
  await page.getByRole("dialog").getByLabel("Name").fill("Telegram");
  await page.keyboard.press("Enter");
  await expect(said).toHaveText("Channel added.");
  await page.getByRole("link", { name: "Rename Telegram" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Viber");
  await page.keyboard.press("Enter");
  await expect(said).toHaveText("Channel renamed.");
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain("said");
  await page.reload();
  await expect(page.getByRole("link", { name: "Rename Viber" })).toBeVisible();
  await expect(said).toBeEmpty();
  // What was refused was not done.
  await page.goto("/directory/domains?add=1");
  const domain = page.getByRole("dialog").getByLabel("Domain");
  await domain.fill("acme.example");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("alert")).toBeVisible();
  await expect(said).toBeEmpty();
  await domain.fill("new.example");
  await page.keyboard.press("Enter");
  await expect(said).toHaveText("Domain added.");
});

test("a cookie of another program under the name of what is said breaks no page", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CHAT", 2));
  await page.context().addCookies([{ name: "said", value: "50%", url: portal.url }]);
  await page.goto(GATEWAYS);
  await expect(page.locator("output.said")).toHaveText("50%");
  await expect(page.getByRole("heading", { name: "Chat gateways" })).toBeVisible();
});

test("whoever is refused a name types on in its field", async ({ adminPage: page, portal }) => {
  await portal.install(named("CHAT", 2));
  await addChannels(1);
  await page.goto(`${GATEWAYS}?add=1`);
  const name = page.getByRole("dialog").getByLabel("Name");
  await scriptReaches(name);
  await name.fill("gateway 1");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("alert")).toBeVisible();
  await expect(name).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type("2");
  await expect(name).toHaveValue("gateway 12");
});

test("a search that was followed by a tab is gone from its field, too", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5), named("EMAIL", 5));
  await page.goto("/channels/email-profiles");
  await page.getByRole("link", { name: /EMAIL/ }).first().click();
  await expect(page.getByRole("searchbox")).toHaveValue("EMAIL");
  await page.getByRole("link", { name: "All licenses" }).click();
  await expect(page).toHaveURL(/\/licenses$/);
  await expect(page.getByRole("searchbox")).toHaveValue("");
});

test("a password is asked for again where a new user is refused for something else", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/directory/users?add=1");
  const dialog = page.getByRole("dialog", { name: "Add user" });
  await scriptReaches(dialog.getByRole("button", { name: "Add" }));
  await dialog.getByLabel("Name", { exact: true }).fill("Olha");
  await dialog.getByLabel("User name").fill("admin");
  await dialog.getByLabel("Password").fill("correct horse battery");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByRole("alert")).toHaveText([
    "There is a user of that name in this domain already.",
    "Type the password again.",
  ]);
  await dialog.getByLabel("User name").fill("olha");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByLabel("Password")).toBeFocused();
  await dialog.getByLabel("Password").fill("correct horse battery");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog).toHaveCount(0);
  expect(await portal.sql`select password_hash is not null as can from users where username = 'olha'`).toEqual([
    { can: true },
  ]);
});
