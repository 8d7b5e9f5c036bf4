import { expect, scriptReaches, test } from "@/tests/e2e/browsers";
import { box, heading, openMatrix, reason } from "@/tests/e2e/matrix-page";
import { EXPIRED, named } from "@/tests/support/issuer";

test("Refresh shows what others did meanwhile, right where one is, and forgets what was said of before", async ({
  adminPage: page,
  portal,
}) => {
  const [license, expired] = [named("CALL_CENTER", 90), named("EMAIL", 5, EXPIRED)];
  await portal.install(license, expired);
  for (let nth = 10; nth < 50; nth++) await portal.addUser(`u${nth}@acme.example`, { name: `User ${nth}` });
  const id = await portal.addUser("zoe@acme.example", { name: "User zoe" });
  await openMatrix(page, "/licenses/users?size=100");
  await box(page, "User 48", expired).click({ force: true });
  await expect(reason(page, "User 48", expired)).toBeVisible();
  const down = () => page.locator(".matrix").evaluate((node) => node.scrollTop);
  const before = await down();
  expect(before).toBeGreaterThan(100);

  await portal.grant(id, license);
  await expect(box(page, "User zoe", license)).not.toBeChecked();
  let loads = 0;
  page.on("request", (request) => {
    if (request.isNavigationRequest()) loads += 1;
  });
  const refresh = page.getByRole("link", { name: "Refresh" });
  await scriptReaches(refresh);
  await refresh.click();
  await expect(box(page, "User zoe", license)).toBeChecked();
  await expect(page.getByRole("columnheader", { name: heading(license) })).toContainText("89 seats left");
  await expect(reason(page, "User 48", expired)).toHaveCount(0);
  expect(await down()).toBe(before);
  expect(loads).toBe(0);
});

test("Refresh takes away what was said of a change that did not reach the server", async ({
  adminPage: page,
  portal,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  await openMatrix(page);
  const refresh = page.getByRole("link", { name: "Refresh" });
  await scriptReaches(refresh);
  await page.route("**/licenses/users*", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  await box(page, "Ann Lee", license).click();
  await expect(page.getByText("No answer came")).toBeVisible();
  await refresh.click();
  await expect(page.getByText("No answer came")).toHaveCount(0);
  await expect(box(page, "Ann Lee", license)).not.toBeChecked();
});
