import { request as plainRequest } from "node:http";
import { expect, SESSION_COOKIE, test } from "@/tests/e2e/browsers";
import { named } from "@/tests/support/issuer";

const LONG = "x".repeat(10_240);

/** What follows the question mark, exactly as it travels. */
const ODD = [
  "page=-3",
  "page=abc",
  "page=1000000000000",
  "page=0",
  "page=1.5",
  "page=1e3",
  "page=%D9%A1",
  "page=2&page=1",
  "size=0",
  "size=1000000",
  "size=-1",
  "size=NaN",
  "sort=password_hash",
  "sort=--product",
  "sort=product;drop%20table%20users",
  "sort=license.nonsense",
  "sort=constructor",
  "sort=__proto__",
  "columns=nonsense",
  "columns=__proto__,%27",
  "columns=",
  "columns=00000000-0000-4000-8000-000000000000",
  "users=nonsense",
  "users=00000000-0000-4000-8000-000000000000&uq=%25&upage=99&end=1",
  "has=nonsense&without=%27&state=nonsense&domain=%00",
  "attention=nonsense",
  "many=1&select=1",
  "users=%27%20or%201=1",
  "import=true&select=yes",
  "q=%25",
  "q=_",
  "q=%5C",
  "q=*",
  "q=***************************",
  "q=%27",
  "q=%22",
  "q=%27;select%20pg_sleep(9)--",
  "q=%00",
  "q=a%00b",
  "q=%F0%9F%98%80",
  "q=%ED%A0%80",
  "q=%FF%FE",
  "q=%",
  "q=%zz",
  "q=%E0%A4%A",
  "q=((((((((((((((((((((a",
  "q=[a-z]{1,5}",
  "q=%E2%80%AE%D7%90",
  "q=%0D%0ASet-Cookie:%20x=y",
  "q=%3Cscript%3Ealert(1)%3C/script%3E",
  "q=a&q=b",
  "q[]=a&q[b]=c",
  "__proto__=1&constructor=2",
  "sort=%00&page=%00&size=%00&columns=%00&users=%00",
  `q=${LONG}`,
  `q=${"x".repeat(199)}%F0%9F%98%80`,
  `q=${"%2A".repeat(3_000)}`,
  `columns=${LONG}`,
  "&&&===&",
];

type Answer = { status: number; body: string; location: string | undefined };

/** A GET of exactly this path: other clients put odd characters right before they send them. */
function get(base: string, path: string, cookie: string): Promise<Answer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const sent = plainRequest({ hostname, port, path, headers: { cookie } }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (text) => (body += text));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body, location: answer.headers.location }));
    });
    sent.on("error", reject).end();
  });
}

for (const path of ["/licenses", "/licenses/users"]) {
  test(`${path} answers every odd address with a page`, async ({ adminPage: page, portal }) => {
    await portal.install(named("CALL_CENTER", 5));
    const session = (await page.context().cookies()).find(({ name }) => name === SESSION_COOKIE);
    const cookie = `${SESSION_COOKIE}=${session?.value}`;
    const wrong: string[] = [];
    for (const odd of ODD) {
      let answer = await get(portal.url, `${path}?${odd}`, cookie);
      if (answer.status === 307) answer = await get(portal.url, answer.location ?? "", cookie);
      const isPage = answer.status === 200 && answer.body.includes("Ada Admin") && answer.body.includes("</html>");
      const isRefused = answer.status === 400 || answer.status === 414 || answer.status === 431;
      if (!isPage && !isRefused) wrong.push(`${answer.status} ${odd.slice(0, 60)}`);
      if (answer.body.includes("<script>alert(1)")) wrong.push(`unescaped ${odd}`);
    }
    expect(wrong).toEqual([]);
  });

  test(`${path} falls back to its defaults where it does not understand`, async ({ adminPage: page, portal }) => {
    await portal.install(named("CALL_CENTER", 5));
    await page.goto(`${path}?page=abc&size=0&sort=password_hash&columns=&users=%27`);
    await expect(page.getByText("1–1 of 1")).toBeVisible();
    await expect(page.getByLabel("Rows per page")).toHaveValue(path === "/licenses" ? "10" : "40");
    await page.goto(`${path}?size=1000000&page=-3`);
    await expect(page.getByText("1–1 of 1")).toBeVisible();
  });
}

for (const path of ["/licenses/nonsense", "/nothing", "/licenses/%00/key", "/api/nothing", "/licenses/users/1"]) {
  test(`${path} is not found`, async ({ adminPage: page, portal }) => {
    await portal.install(named("CALL_CENTER", 5));
    expect((await page.request.get(path)).status()).toBe(404);
  });
}

test("a text that was searched for stands in the page as text", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  const q = `"><img src=x onerror=alert(1)>'`;
  for (const path of ["/licenses", "/licenses/users"]) {
    await page.goto(`${path}?${new URLSearchParams({ q })}`);
    await expect(page.getByRole("searchbox", { name: "Search" })).toHaveValue(q);
    await expect(page.getByText(/^No (license|user) matches/)).toBeVisible();
    await expect(page.locator("img")).toHaveCount(0);
  }
});
