import { request as plainRequest } from "node:http";
import type { Page } from "@playwright/test";
import { expect, test } from "@/tests/e2e/browsers";
import { expectAccessible } from "@/tests/support/accessibility";
import { named } from "@/tests/support/issuer";
import type { Portal } from "@/tests/support/portal";

/** Makes every page that asks for licenses fail as nobody expected, while `work` lasts. */
async function whileBroken(portal: Portal, work: () => Promise<void>): Promise<void> {
  await portal.sql`alter table licenses rename to licenses_gone`;
  try {
    await work();
  } finally {
    await portal.sql`alter table licenses_gone rename to licenses`;
  }
}

/** Exactly this path: other clients put odd characters right before they send them. */
function statusOf(base: string, path: string): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const sent = plainRequest({ hostname, port, path }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece) => (text += piece));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on("error", reject).end();
  });
}

async function lookBothWays(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
}

const WORDS = {
  "en-GB": {
    failed: "Something went wrong",
    reference: "Reference",
    denied: "Access denied",
    missing: "Page not found",
  },
  "uk-UA": {
    failed: "Щось пішло не так",
    reference: "Код помилки",
    denied: "Доступ заборонено",
    missing: "Сторінку не знайдено",
  },
};

for (const [locale, words] of Object.entries(WORDS)) {
  for (const javaScriptEnabled of [true, false]) {
    const script = javaScriptEnabled ? "with" : "without";

    test(`${locale}, ${script} script: a page that fails says so with a reference that stands in the log`, async ({
      open,
      admin,
      portal,
      installation: { server },
    }) => {
      await portal.install(named("CALL_CENTER", 5));
      const page = await open(admin, { locale, javaScriptEnabled });
      await whileBroken(portal, async () => {
        const answer = await page.goto("/licenses");
        expect(answer?.status()).toBe(500);
        await expect(page.getByRole("heading", { name: words.failed })).toBeVisible();
        const text = await page.locator("main").innerText();
        const reference = new RegExp(`${words.reference}: ([0-9a-f-]{36})`).exec(text)?.[1] ?? "none";
        expect(server.output()).toContain(`"reference":"${reference}"`);
        expect(await page.content()).not.toMatch(/licenses_gone|relation|at \w+ \(|node_modules/);
        if (javaScriptEnabled) await lookBothWays(page);
      });
      await page.getByRole("link").click();
      await expect(page.getByText("Ada Admin").first()).toBeVisible();
    });

    test(`${locale}, ${script} script: a page that is not there, and one that is not for this person`, async ({
      open,
      portal,
    }) => {
      const nobody = await portal.addUser("nobody@acme.example");
      await portal.install(named("CALL_CENTER", 5));
      const page = await open(nobody, { locale, javaScriptEnabled });
      for (const path of ["/nothing", "/_next/nonsense", "/_next/static/nonsense.js", "/licenses/nonsense"]) {
        expect((await page.goto(path))?.status()).toBe(404);
        await expect(page.getByRole("heading", { name: words.missing })).toBeVisible();
        await expect(page).toHaveTitle(`${words.missing} · Seatwise`);
        if (javaScriptEnabled) await lookBothWays(page);
      }
      expect((await page.goto("/audit"))?.status()).toBe(403);
      await expect(page.getByRole("heading", { name: words.denied })).toBeVisible();
      if (javaScriptEnabled) await lookBothWays(page);
    });
  }
}

test("the page of a failure follows the language and the colours that were chosen in the portal", async ({
  page,
  portal,
}) => {
  await page.context().addCookies([
    { name: "locale", value: "uk", url: portal.url },
    { name: "theme", value: "dark", url: portal.url },
  ]);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/_next/static/nonsense.js");
  await expect(page.locator("html")).toHaveAttribute("lang", "uk");
  await expect(page.locator("body")).toHaveCSS("background-color", "rgb(17, 19, 24)");
});

test("a page that is led to within the portal and fails says so too", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/me");
  await whileBroken(portal, async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "All licenses" }).click();
    await expect(page.getByRole("heading", { name: "Something went wrong" })).toBeVisible();
    await expect(page.getByText(/Reference: \S+/)).toBeVisible();
  });
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "All licenses" })).toBeVisible();
});

const MALFORMED = [
  "/%E0%A4%A",
  "/licenses/%E0%A4%A",
  "/%",
  "/%zz",
  "/_next/%E0%A4%A",
  "/_next/static/%ff/%00",
  "/%00",
  "/..%2f..%2fetc/passwd",
];

for (const path of MALFORMED) {
  test(`${path} is a page that is not there, or a request that cannot be read`, async ({ portal }) => {
    const { status, text } = await statusOf(portal.url, path);
    expect([400, 404]).toContain(status);
    expect(text).toMatch(/<h1[^>]*>(Page not found|This request cannot be read)</);
    expect(text).not.toMatch(/ at \w+ \(|node_modules|Internal Server Error/);
  });
}
