import { sql } from "drizzle-orm";
import { queryOne } from "@/db/client";
import { entitledNow } from "./clock";
import { licenseJson, type LicenseRecord, toLicenseRecord } from "./licenses";
import { isWarned } from "./warned-licenses";

/** The licenses that ended or are about to, by product and end of term, and the clock. One statement. */
export async function findEndingLicenses(): Promise<{ now: Date; licenses: LicenseRecord[] }> {
  const unused = { used: sql`0`, moment: entitledNow };
  const row = await queryOne<{ now: Date; licenses: Parameters<typeof toLicenseRecord>[0][] }>(sql`
    select ${entitledNow} as now, (
      select coalesce(json_agg(${licenseJson} order by l.product, l.not_after, l.id), '[]')
      from licenses l where ${isWarned("expired", unused)} or ${isWarned("expiring", unused)}) as licenses`);
  return { now: new Date(row.now), licenses: row.licenses.map(toLicenseRecord) };
}
