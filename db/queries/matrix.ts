import { sql } from "drizzle-orm";
import { queryOne } from "@/db/client";
import { clockBehind, entitledNow, toClockBehind } from "./clock";
import type { ClockBehind } from "@/lib/licensing/warnings";
import type { ListRequest, Total } from "@/lib/list-request";
import { licenseJson, type LicenseRecord, toLicenseRecord } from "./licenses";
import { type Tally, toTotal } from "./tallies";
import { reachable, userPage } from "./user-pages";
import type { UserFilter } from "./user-search";

/** A user with the ids of the licenses they hold. */
export type HolderRecord = {
  id: string;
  name: string;
  username: string;
  domain: string;
  disabled: boolean;
  held: string[];
};

export type MatrixRecord = {
  now: Date;
  total: Total;
  /** The page that is shown: beyond the last it is the last. */
  page: number;
  licenses: LicenseRecord[];
  users: HolderRecord[];
  /** Names of the domains that exist for whoever asks. */
  domains: string[];
  /** The columns that the person chose last; null when they never did. */
  chosen: string[] | null;
  /** The fingerprint of the warnings that the person has hidden. */
  hidden: string | null;
  behind: ClockBehind | null;
};

/** One page of users with what they hold, all licenses with their seats, the capped total and the clock, in one statement. */
export async function findMatrix(request: ListRequest & UserFilter, readerId: string): Promise<MatrixRecord> {
  const bounded = request.bounds === null ? sql`true` : sql`d.id = ${request.bounds}::bigint`;
  const row = await queryOne<
    Omit<MatrixRecord, "now" | "licenses" | "total" | "behind"> & {
      tally: Tally;
      now: Date;
      behind: Parameters<typeof toClockBehind>[0];
      licenses: Parameters<typeof toLicenseRecord>[0][];
    }
  >(sql`
    with ${userPage(reachable(request))}
    select ${entitledNow} as now, ${clockBehind} as behind, (select to_json(t) from tally t) as tally,
      (select coalesce(json_agg(${licenseJson} order by l.product, l.not_after, l.id), '[]') from licenses l) as licenses,
      (select coalesce(json_agg(d.name order by d.name), '[]') from domains d where ${bounded}) as domains,
      (select value from user_preferences where user_id = ${readerId}::bigint and name = 'matrix_columns') as chosen,
      (select value from user_preferences where user_id = ${readerId}::bigint and name = 'hidden_warnings') as hidden,
      (select coalesce(json_agg(json_build_object('id', p.id::text, 'name', p.name, 'username', p.username, 'domain', d.name,
          'disabled', p.disabled_at is not null,
          'held', array(select g.license_id from grants g where g.user_id = p.id)) order by p.place), '[]')
        from page p
        join domains d on d.id = p.domain_id) as users`);
  const { tally, ...found } = row;
  return {
    ...found,
    total: toTotal(tally),
    page: tally.page,
    now: new Date(row.now),
    behind: toClockBehind(row.behind),
    licenses: row.licenses.map(toLicenseRecord),
  };
}
