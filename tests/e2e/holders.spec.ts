import type { Page } from "@playwright/test";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { expect, SESSION_COOKIE, scriptReaches, tabTo, test } from "@/tests/e2e/browsers";
import { expectAccessible } from "@/tests/support/accessibility";
import { startAppServer } from "@/tests/support/app-server";
import { concurrent, named } from "@/tests/support/issuer";
import type { Person } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";

const SHIFTS = concurrent("CALL_CENTER", 4, { name: "Shifts" });

/** A holder of SHIFTS who is signed in `times` times; answers the tokens. */
async function holder(portal: Portal, address: string, times: number) {
  const person = await portal.addUser(address, { name: address.split("@")[0] });
  await portal.grant(person, SHIFTS);
  const tokens: string[] = [];
  for (let each = 0; each < times; each++) tokens.push((await signIn(person.address, person.password)).token);
  return { person, tokens };
}

const window = (page: Page) => page.getByRole("dialog", { name: "CALL_CENTER", exact: true });
const question = (page: Page) => page.getByRole("dialog", { name: /^Sign .* out\?$/ });
const switchOf = (page: Page, name: string) => window(page).getByRole("switch", { name });

async function sessionsOf(portal: Portal, { id }: Person): Promise<number> {
  return (await portal.sql`select 1 from sessions where user_id = ${id}`).length;
}

test.beforeEach(async ({ portal }) => {
  await portal.install(SHIFTS, named("EMAIL", 5));
});

test("of CHAT, which is given to nobody, it says what it is for and leads to the channels", async ({
  adminPage: page,
  portal,
}) => {
  const chat = named("CHAT", 3);
  await portal.install(SHIFTS, chat);
  await page.goto(`/licenses?users=${chat.id}`);
  const dialog = page.getByRole("dialog", { name: "CHAT", exact: true });
  await expect(dialog).toContainText("how many chat gateways may be enabled at the same time (3)");
  await expect(dialog).not.toContainText("seats given");
  await dialog.getByRole("link", { name: "To the channels" }).click();
  await expect(page).toHaveURL(/\/channels\/chat-gateways$/);
});

test("who may not see licenses gets no users of one either", async ({ page, portal, enter }) => {
  await holder(portal, "anna@acme.example", 1);
  const outsider = await portal.addUser("outsider@acme.example", { roles: ["outsider"] });
  await portal.grant(outsider, SHIFTS);
  await enter(outsider);
  expect((await page.goto(`/licenses?users=${SHIFTS.id}`))?.status()).toBe(403);
  expect(await page.content()).not.toContain("anna");
});

test("who lacks Update sees the switches, inactive and with the reason", async ({ page, portal, enter }) => {
  const { person } = await holder(portal, "anna@acme.example", 1);
  const reader = await portal.addUser("reader@acme.example", { roles: ["reader"] });
  await enter(reader);
  await page.goto(`/licenses?users=${SHIFTS.id}`);
  const off = switchOf(page, "anna");
  await expect(off).toHaveAttribute("aria-disabled", "true");
  await expect(off).toHaveAccessibleDescription(/lack the permission Update \(write\)/);
  await off.click({ force: true });
  await page.goto(`/licenses?users=${SHIFTS.id}&end=${person.id}`);
  await expect(window(page)).toBeVisible();
  await expect(question(page)).toHaveCount(0);
  expect(await sessionsOf(portal, person)).toBe(1);
});

test("users of another domain, and who is not signed in, cannot be switched off", async ({
  adminPage: page,
  portal,
}) => {
  const { person } = await holder(portal, "greta@globex.example", 1);
  await holder(portal, "bob@acme.example", 0);
  await page.goto(`/licenses?users=${SHIFTS.id}`);
  await expect(window(page).getByRole("row")).toHaveText([/Domain.*User.*Used/, /globex.example.*greta/, /acme.*bob/]);
  const foreign = switchOf(page, "greta");
  await expect(foreign).toBeChecked();
  await expect(foreign).toHaveAttribute("aria-disabled", "true");
  await expect(foreign).toHaveAccessibleDescription(/only an administrator of globex.example can sign this user out/);
  const out = switchOf(page, "bob");
  await expect(out).not.toBeChecked();
  await expect(out).toHaveAttribute("aria-disabled", "true");
  await expect(out).toHaveAccessibleDescription(/Only the user can sign in/);
  await page.goto(`/licenses?users=${SHIFTS.id}&end=${person.id}`);
  await expect(question(page)).toHaveCount(0);
});

test("of a named license it says how many hold it elsewhere, and leads to where it is given and taken back", async ({
  page,
  portal,
  enter,
}) => {
  const license = named("WFM", 5);
  await portal.install(SHIFTS, license);
  await portal.grant(await portal.addUser("greta@globex.example"), license);
  await portal.grant(await portal.addUser("ann@acme.example", { name: "Ann Lee" }), license);
  await enter(await portal.addUser("writer@acme.example", { name: "Wri Ter", roles: ["writer"] }));
  await page.goto(`/licenses?users=${license.id}`);
  const dialog = page.getByRole("dialog", { name: "WFM", exact: true });
  await expect(dialog).toContainText("2 of 5 seats given · 1 of them in another domain");
  await dialog.getByRole("link", { name: "Assign or revoke" }).click();
  await expect(page).toHaveURL(`/licenses/users?columns=${license.id}&sort=-license.${license.id}`);
  await expect(page.getByRole("rowheader")).toHaveText(["Ann Leeann@acme.example", "Wri Terwriter@acme.example"]);
  await expect(page.getByRole("columnheader")).toHaveCount(2);
});

test("the switch asks, then signs the user out everywhere, and every count follows", async ({
  adminPage: page,
  portal,
}) => {
  const { person } = await holder(portal, "anna@acme.example", 2);
  await page.goto("/licenses");
  const opener = page.getByRole("link", { name: "Users of CALL_CENTER: 1 used" });
  await scriptReaches(opener);
  await opener.click();
  await expect(window(page)).toContainText("1 of 4 seats taken now");
  await expect(window(page)).toContainText("2 sessions");
  await expectAccessible(page);

  await switchOf(page, "anna").click();
  await expect(question(page)).toContainText(
    "anna (anna@acme.example) is signed out everywhere, at once; access tokens keep working:",
  );
  await expect(question(page).getByRole("listitem")).toHaveText(["2 sessions end", "1 seat becomes free"]);
  await expectAccessible(page);
  expect(await sessionsOf(portal, person)).toBe(2);

  await question(page).getByRole("button", { name: "Sign out" }).click();
  await expect(question(page)).toHaveCount(0);
  await expect(switchOf(page, "anna")).not.toBeChecked();
  await expect(switchOf(page, "anna")).toBeFocused();
  await expect(window(page)).toContainText("0 of 4 seats taken now");
  expect(await sessionsOf(portal, person)).toBe(0);
  await window(page).getByRole("link", { name: "Close" }).click();
  await expect(page.getByRole("link", { name: "Users of CALL_CENTER: 0 used" })).toBeFocused();
  await expect(page).toHaveURL(/\/licenses$/);
});

test("with the keyboard alone: the space bar asks, Escape keeps the user signed in", async ({
  adminPage: page,
  portal,
}) => {
  const { person } = await holder(portal, "anna@acme.example", 1);
  await page.goto(`/licenses?users=${SHIFTS.id}`);
  await scriptReaches(switchOf(page, "anna"));
  await tabTo(page, switchOf(page, "anna"));
  await page.keyboard.press("Space");
  await expect(question(page).getByRole("link", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(question(page)).toHaveCount(0);
  await expect(window(page)).toBeVisible();
  await expect(switchOf(page, "anna")).toBeFocused();
  expect(await sessionsOf(portal, person)).toBe(1);
});

test("says so when the user was signed out in the meantime", async ({ adminPage: page, portal }) => {
  const { person } = await holder(portal, "anna@acme.example", 1);
  await page.goto(`/licenses?users=${SHIFTS.id}&end=${person.id}`);
  await portal.sql`delete from sessions where user_id = ${person.id}`;
  await portal.sql`delete from seats where user_id = ${person.id}`;
  await question(page).getByRole("button", { name: "Sign out" }).click();
  await expect(question(page).getByRole("alert")).toHaveText(/not signed in any more/);
});

test("works without JavaScript, question included", async ({ portal, open, admin }) => {
  const { person } = await holder(portal, "anna@acme.example", 3);
  const page = await open(admin, { javaScriptEnabled: false });
  await page.goto("/licenses");
  await page.getByRole("link", { name: "Users of CALL_CENTER: 1 used" }).click();
  await switchOf(page, "anna").click();
  await expect(question(page).getByRole("listitem")).toHaveText(["3 sessions end", "1 seat becomes free"]);
  await question(page).getByRole("button", { name: "Sign out" }).click();
  await expect(question(page)).toHaveCount(0);
  await expect(switchOf(page, "anna")).not.toBeChecked();
  expect(await sessionsOf(portal, person)).toBe(0);
});

test("search and pages of the window stand in the URL, apart from those of the registry", async ({
  adminPage: page,
  portal,
}) => {
  for (let n = 1; n <= 12; n++) await holder(portal, `user${n}@acme.example`, 0);
  await holder(portal, "olena@acme.example", 0);
  await page.goto("/licenses?q=call");
  await page.getByRole("link", { name: "Users of CALL_CENTER" }).click();
  await expect(window(page).getByText("1–10 of 13")).toBeVisible();
  await window(page).getByRole("link", { name: "Next page" }).click();
  await expect(window(page).getByRole("row")).toHaveCount(4);
  await window(page).getByRole("searchbox").fill("olena");
  await window(page).getByRole("button", { name: "Search" }).click();
  await expect(window(page).getByRole("row")).toHaveCount(2);
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ q: "call", users: SHIFTS.id, uq: "olena" });
  await page.goto(`/licenses?users=${SHIFTS.id}&upage=99`);
  await expect(page).toHaveURL(/upage=2$/);
  await page.goto(`/licenses?users=${SHIFTS.id}&uq=zzz`);
  await expect(window(page).getByText("No user of this license matches “zzz”.")).toBeVisible();
});

test("an unknown license opens no window", async ({ adminPage: page, portal }) => {
  await portal.install(SHIFTS);
  for (const id of ["0c0ffee0-0000-4000-8000-00000000dead", "nonsense", "%00"]) {
    await page.goto(`/licenses?users=${id}`);
    await expect(page.getByRole("heading", { name: "All licenses" })).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
});

test("signing oneself out says so and leads to the sign-in page", async ({ adminPage: page, portal, admin }) => {
  await portal.grant(admin, SHIFTS);
  await page.goto(`/licenses?users=${SHIFTS.id}&end=${admin.id}`);
  await expect(question(page)).toContainText("This is you");
  await question(page).getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test("ends the sessions on every node at their next request", async ({ adminPage: page, portal, request }) => {
  test.setTimeout(120_000);
  const { tokens } = await holder(portal, "anna@acme.example", 2);
  const node = await startAppServer({
    databaseUrl: process.env.DATABASE_URL ?? "",
    issuersPath: process.env.LICENSE_ISSUERS ?? "",
  });
  try {
    const status = async (token: string) => {
      const cookie = `${SESSION_COOKIE}=${token}`;
      return (await request.get(`${node.url}/me`, { headers: { cookie }, maxRedirects: 0 })).status();
    };
    for (const token of tokens) expect(await status(token)).toBe(200);
    await page.goto(`/licenses?users=${SHIFTS.id}`);
    await switchOf(page, "anna").click();
    await question(page).getByRole("button", { name: "Sign out" }).click();
    await expect(switchOf(page, "anna")).not.toBeChecked();
    for (const token of tokens) expect(await status(token)).toBe(307);
  } finally {
    await node.stop();
  }
});
