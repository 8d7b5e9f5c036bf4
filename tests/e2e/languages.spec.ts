import { readdirSync, readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "@/tests/e2e/browsers";
import { come, expectNoSidewaysScroll, furnish } from "@/tests/e2e/views";
import { ROOMS } from "@/tests/e2e/views-rooms";
import { expectAccessible } from "@/tests/support/accessibility";

/** Every text of a language, nested ones too, cut at its placeholders into pieces long enough to tell a language by. */
function pieces(texts: object): string[] {
  return Object.values(texts).flatMap((text: unknown) =>
    typeof text === "string"
      ? text.split(/\{[^{}]*\}|[{}]|\b(?:plural|select|one|few|many|other)\b/)
      : pieces(text as object),
  );
}

function isEnglish(piece: string): boolean {
  return /[A-Za-z]{3}/.test(piece) && !/[{}]|npm run|example/.test(piece);
}

function textsOf(locale: string): object[] {
  return readdirSync(`messages/${locale}`).map((file) =>
    JSON.parse(readFileSync(`messages/${locale}/${file}`, "utf8")),
  );
}

const ukrainian = pieces(textsOf("uk")).join("\n");
const ENGLISH = new Set(
  pieces(textsOf("en"))
    .map((piece) => piece.trim())
    .filter((piece) => isEnglish(piece) && !ukrainian.includes(piece)),
);

/** What a person can see, hear or hover over. */
async function wordsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said = ["aria-label", "title", "placeholder", "alt", "aria-description"];
    // What says that it is English, as the names of languages and the calls for programs do, may be.
    const apart = 'script, style, noscript, button[lang], body [lang="en"]';
    const attributes = [...document.querySelectorAll("*")].flatMap((node) =>
      node.closest(apart) ? [] : said.map((name) => node.getAttribute(name)),
    );
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: (string | null)[] = [document.title];
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement?.closest(apart)) texts.push(walker.currentNode.textContent);
    }
    return [...texts, ...attributes].flatMap((text) => (text?.trim() ? [text.trim()] : []));
  });
}

async function englishLeft(page: Page): Promise<string[]> {
  const words = await wordsOf(page);
  return words.filter((text) =>
    [...ENGLISH].some((piece) => text === piece || (piece.includes(" ") && text.includes(piece))),
  );
}

async function speakUkrainian(page: Page, url: string): Promise<void> {
  await page.context().addCookies([{ name: "locale", value: "uk", url }]);
}

for (const [room, views] of Object.entries(ROOMS)) {
  test(`in Ukrainian no English word is left, and the longer words fit: ${room}`, async ({
    page,
    portal,
    admin,
    enter,
  }) => {
    test.setTimeout(120_000);
    const furnished = await furnish(portal);
    await speakUkrainian(page, portal.url);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const view of views) {
      await test.step(view.name, async () => {
        await come(view, furnished, { page, admin, enter });
        await expect(page.locator("html")).toHaveAttribute("lang", "uk");
        expect(await englishLeft(page)).toEqual([]);
        await expectNoSidewaysScroll(page);
      });
    }
    await expectAccessible(page);
  });
}

test("the sign-in page and Access denied speak Ukrainian too", async ({ page, portal, enter }) => {
  await speakUkrainian(page, portal.url);
  await page.goto("/sign-in");
  await expect(page.getByText("Немає жодної чинної ліцензії")).toBeVisible();
  expect(await englishLeft(page)).toEqual([]);
  const { people } = await furnish(portal);
  await page.goto("/sign-in");
  await page.getByLabel("Користувач").fill("nobody@acme.example");
  await page.getByLabel("Пароль").fill("wrong");
  await page.getByRole("button", { name: "Увійти" }).click();
  await expect(page.getByText("Неправильне ім’я для входу або пароль.")).toBeVisible();
  expect(await englishLeft(page)).toEqual([]);
  await enter(people.outsider);
  await page.goto("/licenses");
  await expect(page.getByRole("heading", { name: "Доступ заборонено" })).toBeVisible();
  expect(await englishLeft(page)).toEqual([]);
});

test("a test for English words finds them on an English page", async ({ adminPage: page, portal }) => {
  await furnish(portal);
  await page.goto("/licenses/users");
  expect(await englishLeft(page)).toEqual(expect.arrayContaining(["Users", "Search", "Columns", "Refresh"]));
});

test("language and appearance are chosen with one press and stay, also without JavaScript", async ({
  portal,
  open,
  admin,
}) => {
  await furnish(portal);
  for (const javaScriptEnabled of [true, false]) {
    const page = await open(admin, { javaScriptEnabled });
    await page.goto("/licenses");
    await page.locator("header summary").click();
    await page.getByRole("button", { name: "Dark" }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    if (!javaScriptEnabled) await page.locator("header summary").click();
    await page.getByRole("button", { name: "Українська" }).click();
    await expect(page.getByRole("heading", { name: "Усі ліцензії" })).toBeVisible();
    await page.goto("/licenses/users");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(page.getByRole("heading", { name: "Користувачі" })).toBeVisible();
  }
});

test("a browser that asks for Ukrainian gets it", async ({ open, portal }) => {
  const page = await open(null, { locale: "uk-UA" });
  await page.goto(`${portal.url}/renew`);
  await expect(page.locator("html")).toHaveAttribute("lang", "uk");
});
