import { disableChannel } from "@/lib/use-cases/channels/disable-channel";
import { enableChannel } from "@/lib/use-cases/channels/enable-channel";
import { expect, test } from "@/tests/e2e/browsers";
import { GATEWAYS, names, PROFILES, toggle } from "@/tests/e2e/channel-pages";
import { addChannelPerson, addChannels } from "@/tests/support/channels";
import { named } from "@/tests/support/issuer";
import { SYSTEM } from "@/tests/support/people";

test.describe("who may", () => {
  test("without the section gets Access denied on both pages, and no tab", async ({ page, portal, enter }) => {
    await portal.install(named("CHAT", 5));
    await enter(await addChannelPerson("out@acme.example", "channel outsider"));
    for (const path of [GATEWAYS, PROFILES]) {
      expect((await page.goto(path))?.status()).toBe(403);
      await expect(page.getByRole("heading", { name: "Access denied" })).toBeVisible();
    }
    await page.goto("/licenses");
    await expect(page.getByRole("link", { name: "Channels" })).toHaveCount(0);
  });

  test("who may only look sees the list without anything to press, whatever the address says", async ({
    page,
    portal,
    enter,
  }) => {
    await portal.install(named("CHAT", 5));
    await enter(await addChannelPerson("eve@acme.example", "channel reader"));
    const [id] = await addChannels(1);
    for (const query of ["", "?add=1", `?rename=${id}`, `?remove=${id}`]) {
      await page.goto(`${GATEWAYS}${query}`);
      await expect(names(page)).toHaveText(["gateway 1"]);
      await expect(page.getByText("You may look but not change")).toBeVisible();
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await expect(page.getByRole("switch")).toHaveCount(0);
      await expect(page.getByRole("link", { name: "Add" })).toHaveCount(0);
    }
  });

  test("another domain's channels do not exist, but its enabled ones count", async ({ page, portal, enter }) => {
    await portal.install(named("CHAT", 5));
    await portal.addUser("bob@globex.example");
    await enter(await addChannelPerson("kim@acme.example", "channel keeper"));
    await addChannels(1);
    const [foreign = ""] = await addChannels(1, "globex.example", "chat_gateway");
    await enableChannel(SYSTEM, foreign);
    await page.goto(`${GATEWAYS}?rename=${foreign}`);
    await expect(page.getByText("1 of 5 enabled")).toBeVisible();
    await expect(page.locator("tbody tr")).toHaveCount(1);
    await expect(page.getByText("globex.example")).toHaveCount(0);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.goto(`${GATEWAYS}?add=1`);
    await expect(page.getByRole("dialog").getByLabel("Domain")).toHaveCount(0);
  });
});

test("adds, enables, renames, disables and removes a chat gateway", async ({ adminPage: page, portal }) => {
  await portal.install(named("CHAT", 2));
  await portal.addUser("bob@globex.example");
  await page.goto(GATEWAYS);
  await expect(page.getByText("No chat gateways yet.")).toBeVisible();
  await page.getByRole("link", { name: "Add", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Add chat gateway" });
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await dialog.getByLabel("Name").fill("Telegram");
  await expect(dialog.getByLabel("Domain")).toHaveValue("acme.example");
  await dialog.getByLabel("Domain").selectOption("globex.example");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog).toHaveCount(0);
  const row = page.getByRole("row", { name: "Telegram" });
  await expect(row).toContainText("globex.example");
  await expect(toggle(page, "Telegram")).not.toBeChecked();
  await expect(page.getByText("0 of 2 enabled")).toBeVisible();

  await toggle(page, "Telegram").click();
  await expect(toggle(page, "Telegram")).toBeChecked();
  await expect(page.getByText("1 of 2 enabled")).toBeVisible();
  await expect(row.getByRole("status")).toHaveText("Telegram is enabled now.");
  await expect(toggle(page, "Telegram")).toBeFocused();

  await page.getByRole("link", { name: "Rename Telegram" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Telegram, sales");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(names(page)).toHaveText(["Telegram, sales"]);
  await expect(toggle(page, "Telegram, sales")).toBeChecked();
  // What was answered is not asked again.
  await page.goBack();
  await expect(page).toHaveURL(GATEWAYS);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(names(page)).toHaveText(["Telegram, sales"]);

  await toggle(page, "Telegram, sales").click();
  await expect(page.getByText("0 of 2 enabled")).toBeVisible();

  await page.getByRole("link", { name: "Remove Telegram, sales" }).click();
  const question = page.getByRole("dialog", { name: "Remove chat gateway?" });
  await expect(question).toContainText("“Telegram, sales” of globex.example will be gone for good.");
  await page.keyboard.press("Escape");
  await expect(question).toHaveCount(0);
  await expect(names(page)).toHaveText(["Telegram, sales"]);
  await page.getByRole("link", { name: "Remove Telegram, sales" }).click();
  await question.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("No chat gateways yet.")).toBeVisible();
  const acts = await portal.sql`select act, actor_name from audit_entries where act like '%_channel' order by id`;
  expect(acts.map(({ act }) => act)).toEqual(
    ["add", "enable", "rename", "disable", "remove"].map((verb) => `${verb}_channel`),
  );
});

test("refuses one too many in words beside its switch, until another is disabled", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CHAT", 1));
  const [first = ""] = await addChannels(2);
  await page.goto(GATEWAYS);
  await enableChannel(SYSTEM, first);
  await toggle(page, "gateway 2").click();
  const row = page.getByRole("row", { name: "gateway 2" });
  await expect(row.getByRole("alert")).toHaveText("CHAT limited; maximum number of active: 1.");
  await expect(toggle(page, "gateway 2")).not.toBeChecked();
  await expect(page.getByText("1 of 1 enabled")).toBeVisible();
  await expect(page.getByText("All places are taken.")).toBeVisible();
  await disableChannel(SYSTEM, first);
  await toggle(page, "gateway 2").click();
  await expect(toggle(page, "gateway 2")).toBeChecked();
  await expect(row.getByRole("alert")).toHaveCount(0);
});

test("refuses a name that is taken or none beside its field, and keeps what was typed", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CHAT", 1));
  await addChannels(2);
  await page.goto(`${GATEWAYS}?add=1`);
  const dialog = page.getByRole("dialog");
  for (const [typed, reason] of [
    ["gateway 2", "This domain has one by that name already."],
    [
      "   ",
      "A name has 1 to 200 characters, without invisible characters such as line breaks or marks of writing direction.",
    ],
  ] as const) {
    await dialog.getByLabel("Name").fill(typed);
    await dialog.getByRole("button", { name: "Add" }).click();
    await expect(dialog.getByRole("alert")).toHaveText(reason);
    await expect(dialog.getByLabel("Name")).toHaveValue(typed);
    await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  }
  await page.goto(GATEWAYS);
  await page.getByRole("link", { name: "Rename gateway 1" }).click();
  await dialog.getByLabel("Name").fill("gateway 2");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("This domain has one by that name already.");
  await dialog.getByRole("link", { name: "Cancel" }).click();
  await expect(names(page)).toHaveText(["gateway 1", "gateway 2"]);
});

test.describe("without JavaScript", () => {
  test("adds, enables, is refused in the right row, renames and removes", async ({ portal, open, admin }) => {
    await portal.install(named("CHAT", 1));
    const page = await open(admin, { javaScriptEnabled: false });
    const name = page.getByRole("textbox", { name: "Name" });
    await page.goto(GATEWAYS);
    for (const typed of ["One", "Two"]) {
      await page.getByRole("link", { name: "Add", exact: true }).click();
      await name.fill(typed);
      await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
      await expect(page).toHaveURL(GATEWAYS);
    }
    await page.getByRole("link", { name: "Add", exact: true }).click();
    await name.fill("Two");
    await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
    await expect(page.getByRole("alert")).toHaveText("This domain has one by that name already.");
    await expect(name).toHaveValue("Two");
    await page.goto(GATEWAYS);
    await toggle(page, "One").click();
    await expect(page.getByText("1 of 1 enabled")).toBeVisible();
    await expect(page).toHaveURL(GATEWAYS);
    await toggle(page, "Two").click();
    await expect(page.getByRole("row", { name: "Two" }).getByRole("alert")).toContainText("CHAT limited");
    await expect(page.getByRole("row", { name: "One" }).getByRole("alert")).toHaveCount(0);
    await page.getByRole("link", { name: "Rename One" }).click();
    await name.fill("First");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("link", { name: "Remove Two" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await expect(names(page)).toHaveText(["First"]);
    await expect(page.getByText("1 of 1 enabled")).toBeVisible();
  });
});
