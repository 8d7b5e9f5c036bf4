import type { Locator } from "@playwright/test";
import { expect, test } from "@/tests/e2e/browsers";
import { openImport } from "@/tests/e2e/import-window";
import { openMatrix } from "@/tests/e2e/matrix-page";
import { named } from "@/tests/support/issuer";

/** As long as a license key may make them. */
const LONG = named("A_PRODUCT_WITH_THE_LONGEST_NAME_THAT_A_LICENSE_KEY_MAY_GIVE_TO_I", 5, {
  name: "A display name that goes on and on ".repeat(5).trim(),
});

async function edges(element: Locator) {
  const box = await element.boundingBox();
  if (box === null) throw new Error("The element is not shown.");
  return { left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height };
}

for (const width of [1440, 390]) {
  test(`names of any length leave room for all else at ${width} pixels`, async ({ adminPage: page, portal }) => {
    await page.setViewportSize({ width, height: 800 });
    await portal.install(named("CALL_CENTER", 5));
    const { field, preview, dialog } = await openImport(page);
    await field.fill(await portal.issue({ licenses: [LONG, named("EMAIL", 5)] }));
    const details = preview.getByRole("row", { name: "EMAIL" }).getByRole("cell").nth(2);
    await expect(details).toContainText("limit 5");
    expect((await edges(details)).right).toBeLessThanOrEqual((await edges(dialog)).right);

    const others = ["CALL_MANAGER", "EMAIL", "MOBILE", "WFM", "VOIP_DEVICE", "CUSTOMER_SERVICE"];
    await portal.install(LONG, named("CALL_CENTER", 5), ...others.map((product) => named(product, 5)));
    await openMatrix(page, "/licenses/users?select=1");
    const window = await edges(page.getByRole("dialog"));
    const labels = page.getByRole("dialog").locator("label > span");
    for (const label of await labels.all()) expect((await edges(label)).right).toBeLessThanOrEqual(window.right);
    const add = await edges(page.getByRole("dialog").getByRole("button", { name: "Add" }));
    expect(add.bottom).toBeLessThanOrEqual(window.bottom);
    await page.getByRole("dialog").getByRole("link", { name: "Cancel" }).click();
    const heading = await edges(page.getByRole("columnheader").nth(1));
    expect(heading.right - heading.left).toBeLessThanOrEqual(200);
  });
}

test("the registry shows the status beside a name of any length", async ({ adminPage: page, portal }) => {
  await page.setViewportSize({ width: 1024, height: 800 });
  await portal.install(LONG);
  await page.goto("/licenses");
  const status = await edges(page.getByRole("row", { name: LONG.product }).getByRole("cell").last());
  expect(status.right).toBeLessThanOrEqual(1024);
});
