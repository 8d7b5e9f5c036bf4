import { sql } from "drizzle-orm";
import { queryOne } from "@/db/client";
import { entitledNow } from "./clock";
import type { GrantedLicense } from "@/lib/licensing/seats";
import { licenseJson, type LicenseRecord, toLicenseRecord } from "./licenses";

type HeldJson = { license: Parameters<typeof toLicenseRecord>[0]; holdsSeat: boolean };

/** A user's licenses by product and end of term, each with the seat that the user holds in it, and the clock. One statement. */
export async function findHeldLicenses(
  userId: string,
): Promise<{ now: Date; granted: (GrantedLicense & { license: LicenseRecord })[] }> {
  const row = await queryOne<{ now: Date; held: HeldJson[] }>(sql`
    select ${entitledNow} as now, (
      select coalesce(json_agg(json_build_object('license', ${licenseJson}, 'holdsSeat', coalesce(
          (select t.ends_at > now() from seats t where t.license_id = l.id and t.user_id = g.user_id), false))
        order by l.product, l.not_after, l.id), '[]')
      from grants g join licenses l on l.id = g.license_id where g.user_id = ${userId}::bigint) as held`);
  const granted = row.held.map(({ license, holdsSeat }) => {
    const record = toLicenseRecord(license);
    return { license: record, used: record.used, holdsSeat };
  });
  return { now: new Date(row.now), granted };
}
