import type { Page } from "@playwright/test";
import { expect, scriptReaches, test } from "@/tests/e2e/browsers";
import { come, expectNoSidewaysScroll, furnish } from "@/tests/e2e/views";
import { FRONT } from "@/tests/e2e/views-front";
import { ROOMS } from "@/tests/e2e/views-rooms";
import { expectAccessible } from "@/tests/support/accessibility";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/** Looks at one loaded page four times: wide and narrow, light and, for its colours, dark. Colours would otherwise be read half-faded. */
async function lookAllWays(page: Page): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await test.step(`${size.width}, ${colorScheme}`, async () => {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await expectAccessible(page, { coloursOnly: colorScheme === "dark" });
        await expectNoSidewaysScroll(page);
      });
    }
  }
}

for (const [room, views] of Object.entries(ROOMS)) {
  test(`axe finds nothing in any view: ${room}`, async ({ page, portal, admin, enter }) => {
    test.setTimeout(240_000);
    const furnished = await furnish(portal);
    for (const view of views) {
      await test.step(view.name, async () => {
        await come(view, furnished, { page, admin, enter });
        await lookAllWays(page);
      });
    }
  });
}

test("axe finds nothing before the sign-in, from the first run to the end of the licenses", async ({
  page,
  portal,
}) => {
  test.setTimeout(120_000);
  for (const { name, show } of FRONT) {
    await test.step(name, async () => {
      await show(page, portal);
      await lookAllWays(page);
    });
  }
});

test("axe finds what is wrong: a test of the test", async ({ adminPage: page, portal }) => {
  await furnish(portal);
  await page.goto("/licenses");
  // What the server did not send would be taken away again when the page's script arrives.
  await scriptReaches(page.locator("h1"));
  await page.evaluate(() => document.querySelector("h1")?.insertAdjacentHTML("afterend", "<input>"));
  await expect(expectAccessible(page)).rejects.toThrow(/label/);
  await expectAccessible(page, { coloursOnly: true });
  await page.evaluate(() => document.querySelector("h1")?.style.setProperty("color", "#888"));
  await expect(expectAccessible(page, { coloursOnly: true })).rejects.toThrow(/color-contrast/);
});
