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

  const holders = page.getByRole("dialog", { name: "CALL_CENTER", exact: true });
  await page.goto(`/licenses?users=${license.id}&uq=user&upage=1000000`);
  await expect(page).toHaveURL(/upage=1000$/);
  await expect(holders.getByRole("row")).toHaveCount(11);
  // All holders are counted by the license itself, so that their last page is known.
  await page.goto(`/licenses?users=${license.id}&upage=1000000`);
  await expect(page).toHaveURL(/upage=1005$/);
  await expect(holders.getByRole("row")).toHaveCount(11);
});
