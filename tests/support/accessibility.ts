import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** The rules of WCAG 2.2 A and AA and axe's best practices. Details of what passed are not collected: they take longest. */
const RULES = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations" as const],
};

/** Those that judge colours. The others find in dark what they find in light. */
const COLOUR_RULES = { ...RULES, runOnly: { type: "rule" as const, values: ["color-contrast", "link-in-text-block"] } };

/** A colour that is still on its way to another contrasts with nothing; `getAnimations` sees those that a change has just begun. */
async function settleColours(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
        .map(({ finished }) => finished),
    ),
  );
}

/** Asserts that axe finds nothing on the page as it is now, or nothing against its colours. */
export async function expectAccessible(page: Page, { coloursOnly = false } = {}): Promise<void> {
  await settleColours(page);
  // Half a megabyte of script travels once into each page, and since no page of ours has frames, axe needs no second one.
  const axeSource = (await page.evaluate(() => "axe" in window)) ? ";" : undefined;
  const rules = coloursOnly ? COLOUR_RULES : RULES;
  const { violations } = await new AxeBuilder({ page, axeSource }).setLegacyMode().options(rules).analyze();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) }));
  expect(found).toEqual([]);
}
