import { readFile } from "node:fs/promises";
import { expect, test } from "@/tests/e2e/browsers";
import { expectAccessible } from "@/tests/support/accessibility";
import { named } from "@/tests/support/issuer";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import type { Portal } from "@/tests/support/portal";

/** The rows of the list. */
const ROWS = "[id^=entry-]";

async function writeHistory(portal: Portal) {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const anna = await portal.addUser("anna@acme.example", { name: "Анна Коваль" });
  await portal.grant(anna, license);
  return { license, anna };
}

test("who did what, when, to whom, and what was before and after", async ({ adminPage: page, portal }) => {
  const { license } = await writeHistory(portal);
  await page.goto("/audit");
  await expect(page.getByRole("heading", { name: "Audit" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Audit" })).toHaveAttribute("aria-current", "page");
  const row = page.locator(ROWS).first();
  await expect(row.getByRole("cell")).toContainText([
    /^\d{2}\.\d{2}\.\d{4} \d{2}:\d{2}:\d{2}$/,
    "License assigned",
    "test",
    "Анна Коваль",
    "CALL_CENTER",
    /^[0-9a-f]{8}$/,
  ]);
  await row.getByText("License assigned").click();
  await expect(row.getByRole("heading", { name: "Before → after" })).toBeVisible();
  await expect(row.locator("dl").last()).toContainText("License heldNo → Yes");
  await expect(row.getByText(license.id)).toBeVisible();
  await expectAccessible(page);
});

test("an act on a channel, a role or a domain names it; an act that history does not know is not asked for", async ({
  adminPage: page,
  portal,
}) => {
  await writeHistory(portal);
  for (const [act, about] of Object.entries({
    delete_role: { role: "auditor" },
    rename_channel: { channel: "Night shift", domain: "acme.example" },
    disable_domain: { domain: "sales.example" },
  })) {
    await portal.sql`
      insert into audit_entries (act, act_id, actor_kind, actor_name, before)
      values (${act}, gen_random_uuid(), 'system', 'test', ${portal.sql.json(about)})`;
  }
  await page.goto("/audit?act=nonsense");
  await expect(page.getByLabel("What")).toHaveValue("");
  const whom = (nth: number) => page.locator(ROWS).nth(nth).getByRole("cell").nth(3);
  await expect(whom(0)).toHaveText("sales.example");
  await expect(whom(1)).toHaveText("Night shift");
  await expect(whom(2)).toHaveText("auditor");
});

test("a filter has an address, works without JavaScript, and links narrow to the same license and request", async ({
  open,
  portal,
  admin,
}) => {
  const { license } = await writeHistory(portal);
  const page = await open(admin, { javaScriptEnabled: false });
  await page.goto("/audit");
  await page.getByLabel("Person").fill("коваль");
  await page.getByLabel("What").selectOption("License assigned");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/[?&]q=.+&license=&act=assign_license/);
  await expect(page.locator(ROWS)).toHaveCount(1);
  await expect(page.getByText("1–1 of 1")).toBeVisible();
  await page.locator(ROWS).getByRole("link", { name: "CALL_CENTER" }).click();
  await expect(page).toHaveURL(`${portal.url}/audit?license=${license.id}`);
  await expect(page.locator(ROWS)).toHaveCount(2);
  await expect(page.getByLabel("Person")).toHaveValue("");
  await page.locator(ROWS).last().locator("td").last().getByRole("link").click();
  await expect(page).toHaveURL(/\?act_id=[0-9a-f-]{36}$/);
  await expect(page.locator(ROWS)).toHaveCount(2);
  await expect(page.locator(ROWS).first()).toContainText("License key imported");
  await page.getByRole("link", { name: "Clear filter" }).click();
  await expect(page).toHaveURL(`${portal.url}/audit`);
});

test("who acted with an access token is asked for by their address", async ({ adminPage: page, portal }) => {
  const { anna } = await writeHistory(portal);
  await portal.sql`insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, after) values
    ('add_domain', gen_random_uuid(), 'user', ${anna.id}, 'anna@acme.example (night job)', '{"domain": "sales.example"}')`;
  await page.goto("/audit?act=add_domain");
  const row = page.locator(ROWS).first();
  const who = row.getByRole("link", { name: "anna@acme.example (night job)" });
  await expect(who).toHaveAttribute("title", "Only this: anna@acme.example");
  await who.click();
  await expect(page).toHaveURL(/q=anna%40acme\.example(&|$)/);
  await expect(page.locator(ROWS).filter({ hasText: "night job" })).toHaveCount(1);
});

test("why a sign-in was refused is told as it was told at the door", async ({ adminPage: page, portal }) => {
  const [stays, gone] = [named("EMAIL", 5), named("CALL_CENTER", 5)];
  await portal.install(stays, gone);
  const anna = await portal.addUser("anna@acme.example");
  await portal.grant(anna, gone);
  await portal.install(stays);
  await expect(signIn(anna.address, anna.password)).rejects.toMatchObject({ code: "license_expired" });
  await page.goto("/audit?act=sign_in_refused");
  const row = page.locator(ROWS).first();
  await row.getByText("Sign-in refused").click();
  await expect(row.locator("dl").last()).toContainText("The license was withdrawn on");
  await expect(row.locator("dl").last()).not.toContainText("about");
});

test("nonsense in the address is the default, and a filter that nothing matches says so", async ({
  adminPage: page,
  portal,
}) => {
  await writeHistory(portal);
  await page.goto("/audit?from=2026-02-31&till=x&act=%27&act_id=1&page=-1&size=0&q=%00");
  expect(await page.locator(ROWS).count()).toBeGreaterThan(5);
  await page.goto("/audit?till=2001-01-01");
  await expect(page.getByText("No entry matches this filter.")).toBeVisible();
  await expect(page.getByText("0 of 0")).toBeVisible();
  await expectAccessible(page);
});

test("the file has what the filter finds, in order, with Cyrillic and without formulas", async ({
  adminPage: page,
  portal,
}) => {
  await writeHistory(portal);
  await portal.sql`insert into audit_entries (act, act_id, actor_kind, actor_name)
    values ('sign_in', gen_random_uuid(), 'system', '=cmd|calc;"x"')`;
  await portal.sql`insert into audit_entries (act, act_id, actor_kind, actor_name)
    select 'many', gen_random_uuid(), 'system', 'crowd' from generate_series(1, 2500)`;
  await page.goto("/audit?act=assign_license");
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV" }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^audit-\d{4}-\d{2}-\d{2}\.csv$/);
  const text = await readFile(await file.path(), "utf8");
  expect(text).toMatch(/^\u{FEFF}id,time,time_utc,actor_kind,actor,act,what,/u);
  expect(text.split("\r\n")).toHaveLength(3);
  expect(text).toContain(",assign_license,License assigned,");
  expect(text).toContain(",Анна Коваль,anna@acme.example,");
  expect(text).toContain('"{""held"":');

  const all = await page.request.get("/audit/csv");
  expect(all.headers()).toMatchObject({ "content-type": "text/csv; charset=utf-8", "cache-control": "no-store" });
  expect((await all.text()).split("\r\n").length).toBeGreaterThan(2_505);
  expect(await (await page.request.get("/audit/csv?act=sign_in")).text()).toContain(`,"'=cmd|calc;""x""",`);
});

test("who lacks the right gets Access denied, and no file", async ({ page, portal, enter }) => {
  await writeHistory(portal);
  expect((await page.request.get("/audit/csv")).status()).toBe(401);
  await enter(await portal.addUser("writer@acme.example", { roles: ["writer"] }));
  expect((await page.goto("/audit"))?.status()).toBe(403);
  await expect(page.getByRole("heading", { name: "Access denied" })).toBeVisible();
  const file = await page.request.get("/audit/csv");
  expect([file.status(), await file.text()]).toEqual([403, "You do not have the right to do this."]);
});

test("the server seals what is done, within seconds", async ({ portal }) => {
  await writeHistory(portal);
  const unsealed = () => portal.sql`select 1 from audit_entries where id not in (select entry_id from audit_seals)`;
  expect((await unsealed()).length).toBeGreaterThan(0);
  await expect.poll(async () => (await unsealed()).length).toBe(0);
});
