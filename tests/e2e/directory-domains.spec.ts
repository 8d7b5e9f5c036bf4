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
  await page.getByRole("link", { name: "Users of globex.example: 1" }).click();
  await expect(page).toHaveURL(/\/directory\/users\?domain=globex\.example$/);
  await expect(page.locator("tbody tr")).toHaveCount(1);
});
