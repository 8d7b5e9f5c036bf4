import { expect, SESSION_COOKIE, test } from "@/tests/e2e/browsers";
import { holders } from "@/tests/e2e/matrix-page";
import { concurrent, named } from "@/tests/support/issuer";

test("deleting the session's row ends the session at the next request", async ({ adminPage: page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/licenses");
  await expect(page.getByRole("heading", { name: "All licenses" })).toBeVisible();
  await portal.sql`delete from sessions`;
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in\?next=%2Flicenses$/);
  await expect(page.getByText("Your session has ended")).toBeVisible();
  expect((await page.request.get("/licenses/0c0ffee0-0000-4000-8000-000000000001/key")).status()).toBe(401);
});

test("after signing in a person comes back to the page they wanted", async ({ page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  const who = await portal.addUser("reader@acme.example", { roles: ["reader"] });
  await page.goto("/licenses?q=call&sort=-limit");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(page.getByText("Your session has ended")).toHaveCount(0);
  await page.getByLabel("User").fill(who.address);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/licenses\?q=call&sort=-limit$/);
});

test("signing out ends the session, and a copy of its cookie is dead", async ({ page, portal, open }) => {
  await portal.install(named("CALL_CENTER", 5));
  await portal.signIn(page, await portal.addUser("admin@acme.example", { name: "Ada Admin", roles: ["sysadmin"] }));
  const stolen = (await page.context().cookies()).filter(({ name }) => name === SESSION_COOKIE);
  expect(stolen).toMatchObject([{ httpOnly: true, sameSite: "Lax" }]);
  const thief = await open(null);
  await thief.context().addCookies(stolen);
  await thief.goto("/licenses");
  await expect(thief.getByRole("heading", { name: "All licenses" })).toBeVisible();
  const session = async () => (await thief.request.get("/api/auth/session")).json();
  expect(await session()).toEqual({ expires: expect.any(String) });

  await page.getByText("Ada Admin").click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  expect(await portal.sql`select 1 from sessions`).toHaveLength(0);
  expect((await page.context().cookies()).filter(({ name }) => name === SESSION_COOKIE)).toEqual([]);
  await thief.reload();
  await expect(thief).toHaveURL(/\/sign-in/);
  await thief.context().addCookies(stolen);
  expect(await session()).toBeNull();
});

test("at a shared desk the next shift signs in, though the last seat is with who forgot to sign out", async ({
  page,
  portal,
}) => {
  const license = concurrent("CALL_CENTER", 1);
  await portal.install(license);
  const [early, late] = [await portal.addUser("early@acme.example"), await portal.addUser("late@acme.example")];
  for (const who of [early, late]) await portal.grant(who, license);
  await portal.signIn(page, early);
  await page.goto("/sign-in");
  await page.getByLabel("User").fill(late.address);
  await page.getByLabel("Password").fill(late.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/me$/);
  expect(await portal.sql`select user_id::text from sessions`).toEqual([{ user_id: late.id }]);
  expect(await portal.sql`select user_id::text from seats where ends_at > now()`).toEqual([{ user_id: late.id }]);
});

test("signing in, out and refused work without JavaScript", async ({ portal, open }) => {
  await portal.install(named("CALL_CENTER", 5));
  const who = await portal.addUser("admin@acme.example", { name: "Ada Admin", roles: ["sysadmin"] });
  const page = await open(null, { javaScriptEnabled: false });
  await page.goto("/sign-in?next=/licenses/users");
  await page.getByLabel("User").fill(who.address);
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("The user name or password is not right.")).toBeVisible();
  await expect(page.getByLabel("User")).toHaveValue(who.address);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/licenses\/users$/);
  await page.getByText("Ada Admin").first().click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  expect(await portal.sql`select 1 from sessions`).toHaveLength(0);
});

for (const next of [
  "//evil.example",
  "https://evil.example/",
  "/\\evil.example",
  "javascript:alert(1)",
  "/%09/evil.example",
]) {
  test(`a link to the sign-in page does not lead on to ${next}`, async ({ page, portal }) => {
    await portal.install(named("CALL_CENTER", 5));
    const who = await portal.addUser("admin@acme.example", { roles: ["sysadmin"] });
    await page.goto(`/sign-in?${new URLSearchParams({ next: decodeURIComponent(next) })}`);
    await page.getByLabel("User").fill(who.address);
    await page.getByLabel("Password").fill(who.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(`${portal.url}/licenses`);
  });
}

test("an action that another site's page sends changes nothing", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const ann = await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  await page.goto("/licenses/users");
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await page.getByRole("checkbox", { name: /^Ann Lee CALL_CENTER/ }).check();
  const genuine = await (await sent).allHeaders();
  const data = (await sent).postData() ?? "";
  await expect.poll(() => holders(portal, license)).toEqual(["Ann Lee"]);
  await portal.sql`delete from grants where user_id = ${ann.id}`;

  const replay = (headers: Record<string, string>) => {
    const kept = ["accept", "content-type", "next-action", "next-router-state-tree", "cookie"];
    const own = Object.fromEntries(Object.entries(genuine).filter(([name]) => kept.includes(name)));
    return page.request.post("/licenses/users", { headers: { ...own, ...headers }, data });
  };
  await replay({ origin: "https://evil.example" });
  await replay({ origin: "null" });
  await replay({ origin: portal.url, "sec-fetch-site": "cross-site" });
  await replay({ origin: portal.url, "sec-fetch-site": "same-site" });
  expect(await holders(portal, license)).toEqual([]);
  await replay({ origin: portal.url, "sec-fetch-site": "same-origin" });
  expect(await holders(portal, license)).toEqual(["Ann Lee"]);
});

test("an action without a session changes nothing", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await portal.addUser("ann@acme.example", { name: "Ann Lee" });
  await page.goto("/licenses/users");
  await portal.sql`delete from sessions`;
  await page.getByRole("checkbox", { name: /^Ann Lee CALL_CENTER/ }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ }).or(page.getByLabel("Password")).first()).toBeVisible();
  expect(await holders(portal, license)).toEqual([]);
});
