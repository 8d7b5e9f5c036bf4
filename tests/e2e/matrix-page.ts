import type { Locator, Page } from "@playwright/test";
import { formatDate } from "@/lib/dates";
import { scriptReaches, tabTo } from "@/tests/e2e/browsers";
import type { IssuedLicense } from "@/tests/support/issuer";
import type { Portal } from "@/tests/support/portal";

/** The heading of a license's column: `PRODUCT (dd.MM.yyyy)`. */
export function heading({ product, not_after }: IssuedLicense): string {
  return `${product} (${formatDate(new Date(not_after * 1000), "UTC")})`;
}

/** The box of a user and a license. */
export function box(page: Page, user: string, license: IssuedLicense): Locator {
  return page.getByRole("checkbox", { name: `${user} ${heading(license)}`, exact: true });
}

/** The box without JavaScript: named by its column, in the row of its user. */
export function boxInRow(page: Page, user: string, license: IssuedLicense): Locator {
  return page
    .getByRole("row")
    .filter({ hasText: user })
    .getByRole("checkbox", { name: heading(license), exact: true });
}

/** The reason that stands beside a box. */
export function reason(page: Page, user: string, license: IssuedLicense): Locator {
  return page
    .getByRole("gridcell")
    .filter({ has: box(page, user, license) })
    .getByRole("alert");
}

/** Opens the matrix and waits until its script answers. */
export async function openMatrix(page: Page, path = "/licenses/users"): Promise<void> {
  await page.goto(path);
  await scriptReaches(page.locator("form:has(.matrix)"));
}

/** Moves the focus to a box by keyboard: Tab into the grid, then its arrows. */
export async function moveTo(page: Page, target: Locator): Promise<void> {
  await tabTo(page, page.locator('.matrix input[tabindex="0"]'));
  await page.keyboard.press("Control+Home");
  const place = await target.evaluate((node) => {
    const cell = node.closest("td");
    const line = node.closest("tr");
    return { right: (cell?.cellIndex ?? 1) - 1, down: (line?.rowIndex ?? 1) - 1 };
  });
  for (let step = 0; step < place.down; step++) await page.keyboard.press("ArrowDown");
  for (let step = 0; step < place.right; step++) await page.keyboard.press("ArrowRight");
}

/** Who holds the license, by name. */
export async function holders(portal: Portal, license: { id: string }): Promise<string[]> {
  const rows = await portal.sql<{ name: string }[]>`
    select u.name from grants g join users u on u.id = g.user_id where g.license_id = ${license.id} order by u.name`;
  return rows.map(({ name }) => name);
}
