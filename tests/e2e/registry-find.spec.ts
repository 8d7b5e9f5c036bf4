import type { Page } from "@playwright/test";
import { expect, test } from "@/tests/e2e/browsers";
import { concurrent, DAY_SECONDS, named, nowSeconds } from "@/tests/support/issuer";

async function shown(page: Page): Promise<string[]> {
  return page.locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.id.slice("license-".length)));
}

function at(days: number): number {
  return nowSeconds() + days * DAY_SECONDS;
}

async function search(page: Page, q: string): Promise<void> {
  await page.getByRole("searchbox", { name: "Search" }).fill(q);
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("searchbox", { name: "Search" })).toHaveValue(q);
  await expect.poll(() => new URL(page.url()).searchParams.get("q") ?? "").toBe(q);
}

const SEARCHES: [q: string, found: string[]][] = [
  ["call", ["CALL_CENTER", "CALL_MANAGER"]],
  ["manager", ["CALL_MANAGER"]],
  ["AGENTS", ["CALL_CENTER"]],
  ["agents north", ["CALL_CENTER"]],
  ["зміни", ["EMAIL"]],
  ["CALL_", ["CALL_CENTER", "CALL_MANAGER"]],
  ["C_LL", []],
  ["C%", []],
  ["50%", ["EMAIL"]],
  ["%", []],
  ["CALL*ER", ["CALL_CENTER", "CALL_MANAGER"]],
  ["*ANAGE*", ["CALL_MANAGER"]],
  ["\\", []],
  ["(.*", []],
];

test("searches product and display name; % and _ are plain, * is the wildcard", async ({ adminPage: page, portal }) => {
  const mail = named("EMAIL", 5, { name: "50% Зміни" });
  await portal.install(named("CALL_CENTER", 5, { name: "Agents, north" }), named("CALL_MANAGER", 5), mail);
  await page.goto("/licenses");
  for (const [q, found] of SEARCHES) {
    await search(page, q);
    if (found.length === 0) await expect(page.getByText(`No license matches “${q}”.`)).toBeVisible();
    await expect(page.locator("tbody td:nth-child(2) > span:first-child")).toHaveText(found);
  }
});

test("where a search or a filter leaves nothing, one press shows all", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5), named("CHAT", 5));
  const showAll = page.getByRole("link", { name: "Show all", exact: true });
  const lists = {
    "/licenses?q=zzz&attention=expired&sort=-limit": "/licenses?sort=-limit",
    "/licenses/users?q=zzz&state=enabled&size=20": /\/licenses\/users\?size=20/,
    "/directory/users?q=zzz&domain=acme.example": "/directory/users",
    "/directory/domains?q=zzz": "/directory/domains",
    "/channels/chat-gateways?q=zzz": "/channels/chat-gateways",
    "/audit?q=zzz&act=sign_in": "/audit",
  };
  for (const [narrow, whole] of Object.entries(lists)) {
    await page.goto(narrow);
    await showAll.click();
    await expect(page).toHaveURL(whole);
    await expect(page.getByRole("searchbox").first()).toHaveValue("");
    await expect(showAll).toHaveCount(0);
  }
});

test("on a phone what is used and left stands below the product, once for who listens", async ({
  adminPage: page,
  portal,
}) => {
  const license = named("CUSTOMER_PORTAL", 5);
  await portal.install(license);
  await portal.grant(await portal.addUser("anna@acme.example"), license);
  await page.goto("/licenses");
  const product = page.getByRole("cell", { name: "CUSTOMER_PORTAL", exact: true });
  const below = () => product.evaluate((cell) => getComputedStyle(cell, "::after").content);
  expect(await below()).toBe("none");
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await below()).toMatch(/^"1 of 5 · \d+ days" \/ ""$/);
  await expect(product).toBeVisible();
});

const USED: Record<string, number> = { EMAIL: 2, MOBILE: 1 };

test("every heading sorts both ways, and the address says so", async ({ adminPage: page, portal }) => {
  const licenses = [
    named("MOBILE", 30, { not_before: at(-4), not_after: at(90) }),
    concurrent("CALL_CENTER", 200, { not_before: at(-2), not_after: at(400) }),
    named("EMAIL", 7, { not_before: at(-9), not_after: at(10) }),
    concurrent("WFM", 1_000, { not_before: at(-300), not_after: at(200) }),
  ];
  await portal.install(...licenses);
  const users = await Promise.all(["ann", "bob"].map((name) => portal.addUser(`${name}@acme.example`)));
  for (const user of users) await portal.grant(user, { id: licenses[2]?.id ?? "" });
  await portal.grant({ id: users[0]?.id ?? "" }, { id: licenses[0]?.id ?? "" });
  const orders: [heading: string, field: string, value: (license: (typeof licenses)[number]) => string | number][] = [
    ["ID", "id", ({ id }) => id],
    ["Product", "product", ({ product }) => product],
    ["Valid from", "not_before", ({ not_before }) => not_before],
    ["Valid till", "not_after", ({ not_after }) => not_after],
    ["Used", "used", ({ product }) => USED[product] ?? 0],
    ["Limit", "limit", ({ limit }) => limit],
    ["Concurrent", "competitive", ({ competitive }) => Number(competitive)],
    ["Status", "not_after", ({ not_after }) => not_after],
  ];

  for (const [heading, field, value] of orders) {
    await page.goto(`/licenses?sort=${field === "id" ? "product" : "id"}`);
    const byId = licenses.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const compare = (a: (typeof licenses)[number], b: (typeof licenses)[number]) =>
      value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0;
    for (const [direction, sign, sorted] of [
      ["ascending", "", byId.toSorted(compare)],
      ["descending", "-", byId.toSorted((a, b) => compare(b, a))],
    ] as const) {
      await page.getByRole("columnheader", { name: heading, exact: true }).getByRole("link").click();
      await expect(page).toHaveURL(new RegExp(`[?&]sort=${sign}${field}$`));
      await expect(page.getByRole("columnheader", { name: heading, exact: true })).toHaveAttribute(
        "aria-sort",
        direction,
      );
      await expect.poll(() => shown(page)).toEqual(sorted.map(({ id }) => id));
    }
  }
});

test.describe("pages", () => {
  test.beforeEach(async ({ portal }) => {
    await portal.install(...Array.from({ length: 23 }, (_, index) => named(`PRODUCT_${10 + index}`, 5)));
  });

  test("turn with totals, and the rows per page can be chosen", async ({ adminPage: page }) => {
    await page.goto("/licenses");
    await expect(page.getByText("1–10 of 23")).toBeVisible();
    await expect(page.locator("tbody tr")).toHaveCount(10);
    await page.getByRole("link", { name: "Next page" }).click();
    await expect(page.getByText("11–20 of 23")).toBeVisible();
    await page.getByRole("link", { name: "Last page" }).click();
    await expect(page.getByText("21–23 of 23")).toBeVisible();
    await expect(page.locator("tbody tr")).toHaveCount(3);
    await expect(page.getByRole("link", { name: "Next page" })).toHaveAttribute("aria-disabled", "true");
    await page.getByRole("link", { name: "Previous page" }).click();
    await expect(page).toHaveURL(/\?page=2$/);
    await page.getByRole("link", { name: "First page" }).click();
    await expect(page).toHaveURL(/\/licenses$/);
    await page.getByLabel("Rows per page").selectOption("25");
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByText("1–23 of 23")).toBeVisible();
    await expect(page).toHaveURL(/[?&]size=25/);
  });

  test("rows per page apply when chosen by pointer, and wait for the button when chosen by keyboard", async ({
    adminPage: page,
  }) => {
    await page.goto("/licenses");
    const rows = page.getByLabel("Rows per page");
    await rows.focus();
    await page.keyboard.press("ArrowDown");
    await expect(rows).toHaveValue("25");
    await expect(page).toHaveURL(/\/licenses$/);
    await rows.dispatchEvent("pointerdown");
    await rows.selectOption("50");
    await expect(page).toHaveURL(/[?&]size=50/);
    await expect(page.getByText("1–23 of 23")).toBeVisible();
  });

  test("a search begins at its first page and keeps order and rows per page", async ({ adminPage: page }) => {
    await page.goto("/licenses?page=2&size=10&sort=-limit");
    await search(page, "product_1");
    await expect(page.getByText("1–10 of 10")).toBeVisible();
    await expect(page).toHaveURL(/[?&]sort=-limit/);
    expect(new URL(page.url()).searchParams.has("page")).toBe(false);
  });

  test("a page beyond the end leads to the last one", async ({ adminPage: page }) => {
    await page.goto("/licenses?page=99");
    await expect(page).toHaveURL(/\?page=3$/);
    await expect(page.getByText("21–23 of 23")).toBeVisible();
  });

  test("the address shows the same after a reload and to a colleague", async ({ adminPage: page, portal, open }) => {
    await page.goto("/licenses");
    await search(page, "product_*");
    await page.getByRole("columnheader", { name: "Product" }).getByRole("link").click();
    await expect(page).toHaveURL(/sort=-product/);
    await page.getByRole("link", { name: "Next page" }).click();
    await expect(page.getByText("11–20 of 23")).toBeVisible();
    const before = await shown(page);
    await page.reload();
    expect(await shown(page)).toEqual(before);
    const colleague = await open(await portal.addUser("colleague@acme.example", { roles: ["reader"] }));
    await colleague.goto(page.url());
    expect(await shown(colleague)).toEqual(before);
    await expect(colleague.getByRole("searchbox", { name: "Search" })).toHaveValue("product_*");
  });

  test("search, order, pages and the open window work without JavaScript", async ({ open, admin }) => {
    const page = await open(admin, { javaScriptEnabled: false });
    await page.goto("/licenses");
    await search(page, "product_*");
    await page.getByRole("columnheader", { name: "Product" }).getByRole("link").click();
    await expect(page.locator("tbody tr").first()).toContainText("PRODUCT_32");
    await page.getByRole("link", { name: "Next page" }).click();
    await expect(page.getByText("11–20 of 23")).toBeVisible();
    await page.getByLabel("Rows per page").selectOption("25");
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page.locator("tbody tr")).toHaveCount(23);
    await expect(page.locator("tbody tr").first()).toContainText("PRODUCT_32");
    await page.getByRole("link", { name: "Add", exact: true }).click();
    await expect(page.getByRole("dialog", { name: "Import license" })).toBeVisible();
    await page.getByRole("link", { name: "Close" }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page).toHaveURL(/sort=-product/);
  });
});
