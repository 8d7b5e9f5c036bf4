import { expect, test } from "@/tests/e2e/browsers";
import { expectAccessible } from "@/tests/support/accessibility";
import { named } from "@/tests/support/issuer";

test("domains are listed with their users, added, and deleted when nothing lives in them", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/directory/domains");
  await expect(page.getByRole("row", { name: "acme.example" }).getByRole("cell")).toHaveText([
    "acme.example",
    "1",
    "1",
    "Enabled",
    "Delete",
  ]);
  await page.getByRole("link", { name: "Add", exact: true }).click();
  const add = page.getByRole("dialog", { name: "Add domain" });
  await add.getByLabel("Domain").fill("nodots");
  await add.getByRole("button", { name: "Add" }).click();
  await expect(add.getByRole("alert")).toContainText("write it with dots");
  await expect(add.getByLabel("Domain")).toHaveValue("nodots");
  await add.getByLabel("Domain").fill("empty.example");
  await add.getByRole("button", { name: "Add" }).click();
  await expect(add).toHaveCount(0);

  await page.getByRole("link", { name: "Delete acme.example" }).click();
  const full = page.getByRole("dialog", { name: "Delete the domain acme.example?" });
  await expect(full).toContainText("1 user and no channels still live in it");
  await expect(full.getByRole("button")).toHaveCount(0);
  await expectAccessible(page);
  await full.getByRole("link", { name: "Close" }).click();

  await page.getByRole("link", { name: "Delete empty.example" }).click();
  const empty = page.getByRole("dialog", { name: "Delete the domain empty.example?" });
  await empty.getByRole("button", { name: "Delete" }).click();
  await expect(empty).toHaveCount(0);
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await expectAccessible(page);
});

test("leads from a domain to its users", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await portal.addUser("anna@globex.example", { name: "Anna" });
  await page.goto("/directory/domains");
  await expect(page).toHaveTitle("Domains – Directory · Seatwise");
  await page.getByRole("link", { name: "Users of globex.example: 1" }).click();
  await expect(page).toHaveURL(/\/directory\/users\?domain=globex\.example$/);
  await expect(page).toHaveTitle("Users – Directory · Seatwise");
  await expect(page.locator("tbody tr")).toHaveCount(1);
});

test("a domain is disabled and enabled again: who is signed in to it is out at once", async ({
  adminPage: page,
  open,
  portal,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const anna = await portal.addUser("anna@globex.example", { name: "Anna" });
  await portal.grant(anna, license);
  const hers = await open(anna);
  await hers.goto("/me");
  await expect(hers.getByRole("heading", { name: "My licenses" })).toBeVisible();

  await page.goto("/directory/domains");
  await page.getByRole("link", { name: "Edit globex.example" }).click();
  const window = page.getByRole("dialog", { name: "globex.example" });
  await expect(window).toContainText("It has 1 user and no channels.");
  await window.getByRole("link", { name: "Disable" }).click();
  const ask = page.getByRole("dialog", { name: "Disable globex.example?" });
  await expect(ask.getByRole("listitem")).toHaveText([
    "1 session ends at once.",
    "No concurrent seat is taken.",
    "1 named license is revoked; its seat becomes free.",
    "No channel is enabled.",
    "Named licenses and channels do not return by themselves: assign and enable them again.",
  ]);
  await expectAccessible(page);
  await ask.getByRole("button", { name: "Disable" }).click();
  await expect(window).toContainText("This domain is disabled: none of its people can sign in.");
  await hers.reload();
  await expect(hers).toHaveURL(/\/sign-in/);

  await window.getByRole("link", { name: "Close" }).click();
  await expect(page.getByRole("row", { name: "globex.example" })).toContainText("Disabled");
  await page.goto("/directory/users?domain=globex.example");
  await expect(page.getByRole("row", { name: "Anna" })).toContainText("domain disabled");

  await page.goto("/directory/domains");
  await page.getByRole("link", { name: "Edit globex.example" }).click();
  await window.getByRole("link", { name: "Enable" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Enable" }).click();
  await expect(window).toContainText("The people of this domain may sign in.");
});

test("one's own domain is not disabled, and a name is corrected only while nothing lives in the domain", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  await portal.sql`insert into domains (name) values ('tpyo.example')`;
  await page.goto("/directory/domains");
  await page.getByRole("link", { name: "Edit acme.example" }).click();
  const own = page.getByRole("dialog", { name: "acme.example" });
  await expect(own).toContainText("You cannot disable the domain that you sign in to.");
  await expect(own.getByRole("link")).toHaveText(["Close"]);
  await expect(own.getByRole("textbox")).toHaveCount(0);
  await own.getByRole("link", { name: "Close" }).click();

  await page.getByRole("link", { name: "Edit tpyo.example" }).click();
  const empty = page.getByRole("dialog", { name: "tpyo.example" });
  await empty.getByLabel("Name").fill("acme.example");
  await empty.getByRole("button", { name: "Save name" }).click();
  await expect(empty.getByRole("alert")).toHaveText("There is a domain of that name already.");
  await empty.getByLabel("Name").fill("typo.example");
  await empty.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("row", { name: "typo.example" })).toBeVisible();
});
