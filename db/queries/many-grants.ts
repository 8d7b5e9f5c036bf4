import { type SQL, sql } from "drizzle-orm";
import { json, queryList, queryOne } from "@/db/client";
import { type Bounded, type By, byParams } from "./acted-by";
import { entitledNow } from "./clock";
import { type GrantOutcome, MAX_CHANGES } from "./grants";
import { licenseJson, type LicenseRecord, toLicenseRecord } from "./licenses";
import { type UserFilter, usersOrder, usersWhere } from "./user-search";

/** Which users an act is about: those named, or all that a filter finds; never beyond the filter's bounds. */
export type Selection = { filter: UserFilter; userIds: string[] | null };

function selected({ filter, userIds }: Selection): SQL {
  if (userIds === null) return usersWhere(filter);
  const bounds = filter.bounds === null ? sql`true` : sql`u.domain_id = ${filter.bounds}::bigint`;
  return sql`u.id in (select jsonb_array_elements_text(${json(userIds)})::bigint) and ${bounds}`;
}

/** How many users are selected (MAX_CHANGES + 1 for more), how many of them hold the license, the license, and the clock. */
export async function countSelected(selection: Selection, licenseId: string) {
  const row = await queryOne<{
    now: Date;
    total: number;
    holding: number;
    license: Parameters<typeof toLicenseRecord>[0] | null;
  }>(sql`
    select ${entitledNow} as now, count(*)::int as total,
      (count(*) filter (where exists (
        select 1 from grants g where g.user_id = s.id and g.license_id = ${licenseId}::uuid)))::int as holding,
      (select ${licenseJson} from licenses l where l.id = ${licenseId}::uuid) as license
    from (select u.id from users u where ${selected(selection)} limit ${MAX_CHANGES + 1}) s`);
  const license: LicenseRecord | null = row.license && toLicenseRecord(row.license);
  return { ...row, now: new Date(row.now), license };
}

/** What became of one selected user, with the address that tells people of one name apart. */
export type SelectedOutcome = GrantOutcome & { address: string };

/** Gives one license to all selected users or takes it from them, in the order of their names, as one act. */
export async function changeSelected(
  selection: Selection,
  wish: { licenseId: string; held: boolean; whole: boolean },
  by: By,
): Promise<SelectedOutcome[]> {
  const row = await queryList<{ outcomes: GrantOutcome[]; addresses: string[] | null }>(sql`
    select change_grant_lists(c.ids, array_fill(${wish.licenseId}::uuid, array[c.count]), array_fill(${wish.held}::boolean, array[c.count]),
      ${selection.filter.bounds}::bigint, ${wish.whole}, ${byParams(by)}) as outcomes, c.addresses
    from (
      select array_agg(u.id) as ids, count(*)::int as count,
        json_agg(u.username || '@' || (select d.name from domains d where d.id = u.domain_id)) as addresses
      from (select u.* from users u where ${selected(selection)} order by ${usersOrder(null)} limit ${MAX_CHANGES}) u) c`);
  // One outcome for each user, in their order.
  return row.outcomes.map((outcome, nth) => ({ ...outcome, address: row.addresses?.[nth] ?? "" }));
}

/**
 * Does the opposite of everything that an act assigned and revoked, as far as it still can, as an act of its own. What it
 * did to users out of bounds is no part of it.
 */
export async function reverseAct(actId: string, by: Bounded): Promise<GrantOutcome[]> {
  const row = await queryList<{ outcomes: GrantOutcome[] }>(sql`
    select change_grant_lists(array_agg(user_id order by id), array_agg(license_id order by id), array_agg(act = 'revoke_license' order by id),
      ${by.domainId}::bigint, false, ${byParams(by)}) as outcomes
    from audit_entries e where act_id = ${actId}::uuid and act in ('assign_license', 'revoke_license')
      and not exists (select 1 from users u where u.id = e.user_id and u.domain_id <> ${by.domainId}::bigint)`);
  return row.outcomes;
}
