import { expect, test } from "@/tests/e2e/browsers";
import { named } from "@/tests/support/issuer";
import { addCrowd } from "@/tests/support/people";

const CROWD = 10_050;

test("a page far beyond what is counted leads to the last that is, whatever the list", async ({
  adminPage: page,
  portal,
}) => {
  const license = named("CALL_CENTER", 20_000);
  await portal.install(license);
  const ids = await addCrowd(CROWD);
  for (let first = 0; first < CROWD; first += 2_000) {
    await portal.sql`insert into grants (user_id, license_id)
      select v::bigint, ${license.id} from unnest(${ids.slice(first, first + 2_000)}::text[]) v`;
  }
  await portal.sql`insert into audit_entries (act, act_id, actor_kind, actor_name)
    select 'sign_out', gen_random_uuid(), 'system', 'test' from generate_series(1, ${CROWD}::int)`;

  await page.goto("/audit?page=1000000");
  await expect(page).toHaveURL(/\/audit\?page=400$/);
  await expect(page.getByText("9,976–10,000 of more than 10,000")).toBeVisible();
  await expect(page.locator("[id^=entry-]")).toHaveCount(25);

  await portal.sql`insert into channels (kind, domain_id, name)
    select 'email_profile', (select min(id) from domains), 'Profile ' || n from generate_series(1, ${CROWD}::int) n`;
  await page.goto("/channels/email-profiles?page=1000000");
  await expect(page).toHaveURL(/\?page=\d+$/);
  await expect(page.getByText(/of more than 10,000/)).toBeVisible();
  await expect(page.getByRole("row").nth(5)).toBeVisible();

  const holders = page.getByRole("dialog", { name: "CALL_CENTER", exact: true });
  await page.goto(`/licenses?users=${license.id}&uq=user&upage=1000000`);
  // Of so common a word only a thousand are looked at to count.
  await expect(page).toHaveURL(/upage=100$/);
  await expect(holders.getByRole("row")).toHaveCount(11);
  // All holders are counted by the license itself, so that their last page is known.
  await page.goto(`/licenses?users=${license.id}&upage=1000000`);
  await expect(page).toHaveURL(/upage=1005$/);
  await expect(holders.getByRole("row")).toHaveCount(11);
});

test("a list that is searched ends where people read no further, and says so; a whole one goes on", async ({
  adminPage: page,
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  await addCrowd(CROWD);
  const next = page.getByRole("link", { name: "Next page" });
  for (const path of ["/directory/users", "/licenses/users"]) {
    await page.goto(`${path}?q=user&page=1000000`);
    const deepest = Number(new URL(page.url()).searchParams.get("page"));
    await expect(page.getByText("narrow the list to see others")).toBeVisible();
    await expect(next).toHaveAttribute("aria-disabled", "true");
    await page.getByRole("link", { name: "Previous page" }).click();
    await expect(page).toHaveURL(new RegExp(`page=${deepest - 1}`));
    await expect(next).not.toHaveAttribute("aria-disabled");
    await page.goto(`${path}?page=${deepest}`);
    await next.click();
    await expect(page).toHaveURL(new RegExp(`page=${deepest + 1}`));
  }
});
