import { readFile } from "node:fs/promises";
import { expect, test } from "@/tests/e2e/browsers";
import { heading, holders } from "@/tests/e2e/matrix-page";
import { expectAccessible } from "@/tests/support/accessibility";
import { named } from "@/tests/support/issuer";
import { addCrowd } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";

/** Ten users of a crowd; the license has room for six, and two hold it. */
async function crowded(portal: Portal) {
  const license = named("CALL_CENTER", 6);
  await portal.install(license);
  const ids = await addCrowd(10);
  for (const id of ids.slice(0, 2)) await portal.grant({ id }, license);
  return license;
}

test("says what would happen, does exactly that, gives a result for each, and takes all of it back", async ({
  adminPage: page,
  portal,
}) => {
  const license = await crowded(portal);
  await page.goto("/licenses/users?q=user&many=1");
  const window = page.getByRole("dialog", { name: "Change many users" });
  await window.getByLabel("10 users that match the search and filters").check();
  await window.getByRole("combobox", { name: "License" }).selectOption({ label: heading(license) });
  await window.getByRole("button", { name: "Preview" }).click();
  await expect(window.getByText("4 get it, 2 have it, 4 do not fit.")).toBeVisible();
  expect(await holders(portal, license)).toHaveLength(2);
  await expectAccessible(page);

  await window.getByRole("button", { name: "Assign to 4 users" }).click();
  await expect(window.getByText("4 got it, 2 had it, 4 were refused.")).toBeVisible();
  expect(await holders(portal, license)).toHaveLength(6);
  await expect(window.getByRole("row")).toHaveCount(11);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    window.getByRole("link", { name: "Download the results (CSV)" }).click(),
  ]);
  const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
  expect(lines).toHaveLength(11);
  expect(lines[1]).toMatch(/^user 1,user1@acme\.example,/);
  expect(lines.filter((line) => line.includes("product exhausted"))).toHaveLength(4);
  await expectAccessible(page);

  await window.getByRole("button", { name: "Undo the whole act" }).click();
  await expect(window.getByText("4 changes undone, 0 refused.")).toBeVisible();
  expect(await holders(portal, license)).toHaveLength(2);
});

test("changes nothing when all or nothing was asked for and not all fit", async ({ adminPage: page, portal }) => {
  const license = await crowded(portal);
  await page.goto("/licenses/users?q=user&many=1");
  const window = page.getByRole("dialog", { name: "Change many users" });
  await window.getByLabel("Change nothing").check();
  await window.getByRole("button", { name: "Preview" }).click();
  await expect(window.getByText("so nothing will be changed")).toBeVisible();
  await expect(window.getByRole("button", { name: /Assign to/ })).toHaveCount(0);
  expect(await holders(portal, license)).toHaveLength(2);
});

test("another choice after the preview asks for a new one", async ({ adminPage: page, portal }) => {
  const license = await crowded(portal);
  await page.goto("/licenses/users?q=user&many=1");
  const window = page.getByRole("dialog", { name: "Change many users" });
  await window.getByRole("button", { name: "Preview" }).click();
  await expect(window.getByRole("button", { name: /Assign to/ })).toBeVisible();
  await window.getByLabel("Revoke").check();
  await window.getByRole("button", { name: "Preview" }).click();
  await expect(window.getByText("2 lose it, 8 do not have it.")).toBeVisible();
  expect(await holders(portal, license)).toHaveLength(2);
});

test("is not offered to people who may only read", async ({ portal, open }) => {
  await crowded(portal);
  const page = await open(await portal.addUser("rita@acme.example", { roles: ["reader"] }));
  await page.goto("/licenses/users?many=1");
  await expect(page.getByRole("grid")).toBeVisible();
  await expect(page.getByRole("link", { name: "Change many users" })).toHaveCount(0);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("what has become another act since its preview is previewed again", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 50);
  await portal.install(license);
  await addCrowd(3);
  await page.goto("/licenses/users?q=user&many=1");
  const window = page.getByRole("dialog", { name: "Change many users" });
  await window.getByLabel("3 users that match the search and filters").check();
  await window.getByRole("button", { name: "Preview" }).click();
  await expect(window.getByRole("button", { name: "Assign to 3 users" })).toBeVisible();
  await addCrowd(4, "globex.example", "user late ");
  await window.getByRole("button", { name: "Assign to 3 users" }).click();
  await window.getByRole("button", { name: "Assign to 7 users" }).click();
  await expect(window.getByText("7 got it")).toBeVisible();
  // Enter on a choice presses the main button, never the one that takes all of it back.
  await window.getByLabel("Change nothing").focus();
  await page.keyboard.press("Enter");
  await expect(window.getByText("7 have it")).toBeVisible();
  expect(await holders(portal, license)).toHaveLength(7);
});
