import { sql } from "drizzle-orm";
import { queryBatch } from "@/db/batches";
import { amongIds, EVERYBODY, type HolderJson, holderMembers, holding, type LicenseHolder, toHolder } from "./holders";
import { usersWhere } from "./user-search";

/** Holders as an export has them, and when their license ends. */
export type HolderBatch = { expiresAt: Date; holders: Omit<LicenseHolder, "signedIn">[] };

/** The holders behind an id in the order of ids, at most `batch`: as quick at any depth. `isFirst`: whoever asked waits for it. Null without the license. */
export async function findHolderBatch(
  licenseId: string,
  { q, bounds, ids }: { q: string; bounds: string | null; ids?: readonly string[] },
  behindId: string,
  batch: number,
  isFirst: boolean,
): Promise<HolderBatch | null> {
  const condition = sql`${usersWhere({ q, bounds, ...EVERYBODY })} and ${amongIds(ids)}`;
  // Both ids are told where to begin: else one of the two is walked from the first user on.
  const row = await queryBatch<{
    found: { expiresAt: string; holders: HolderJson<HolderBatch["holders"][number]>[] } | null;
  }>(
    sql`
    with page as (
      select u.id, u.name, u.username, u.domain_id, g.granted_at
      ${holding(licenseId, condition)} and g.user_id > ${behindId}::bigint and u.id > ${behindId}::bigint
      order by g.user_id limit ${batch}::int)
    select (
      select json_build_object('expiresAt', l.not_after, 'holders', (
        select coalesce(json_agg(json_build_object(${holderMembers(sql`u.granted_at`)}) order by u.id), '[]')
        from page u join domains d on d.id = u.domain_id))
      from licenses l where l.id = ${licenseId}::uuid) as found`,
    isFirst,
  );
  return row.found && { expiresAt: new Date(row.found.expiresAt), holders: row.found.holders.map(toHolder) };
}
