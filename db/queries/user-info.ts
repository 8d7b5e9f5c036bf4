import { sql } from "drizzle-orm";
import { queryOne } from "@/db/client";
import { entitledNow } from "./clock";
import type { License } from "@/lib/licensing/license";

export type RoleName = { id: string; name: string };

export type HeldRecord = { license: License; holdsSeat: boolean; grantedAt: Date };

type LicenseJson = Omit<License, "notBefore" | "notAfter" | "withdrawnAt">;
type HeldJson = { license: LicenseJson; holdsSeat: boolean; grantedAt: string; notBefore: string; notAfter: string };

function toHeld({ license, holdsSeat, grantedAt, notBefore, notAfter }: HeldJson): HeldRecord {
  const term = { notBefore: new Date(notBefore), notAfter: new Date(notAfter), withdrawnAt: null };
  return { license: { ...license, ...term }, holdsSeat, grantedAt: new Date(grantedAt) };
}

/**
 * A user's roles by name, their licenses that are not withdrawn by product and end of term, each with whether they hold a
 * seat in it, and the clock. One statement that counts no seats: it is asked at every request that somebody else serves.
 */
export async function findUserInfo(userId: string): Promise<{ now: Date; roles: RoleName[]; held: HeldRecord[] }> {
  const row = await queryOne<{ now: Date; roles: RoleName[]; held: HeldJson[] }>(sql`
    select ${entitledNow} as now, (
      select coalesce(json_agg(json_build_object('id', r.id::text, 'name', r.name) order by r.name), '[]')
      from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = ${userId}::bigint) as roles, (
      select coalesce(json_agg(json_build_object('license', json_build_object('id', l.id, 'product', l.product, 'name', l.name,
          'competitive', l.competitive, 'limit', l."limit", 'scope', l.scope),
        'notBefore', l.not_before, 'notAfter', l.not_after, 'grantedAt', g.granted_at,
        'holdsSeat', l.competitive and coalesce(
          (select t.ends_at > now() from seats t where t.license_id = l.id and t.user_id = g.user_id), false))
        order by l.product, l.not_after, l.id), '[]')
      from grants g join licenses l on l.id = g.license_id
      where g.user_id = ${userId}::bigint and l.withdrawn_at is null) as held`);
  return { now: new Date(row.now), roles: row.roles, held: row.held.map(toHeld) };
}
