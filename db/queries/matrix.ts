import { sql } from "drizzle-orm";
import { queryOne } from "@/db/client";
import { type ListRequest, TOTAL_CAP } from "@/lib/list-request";
import { licenseJson, type LicenseRecord, toLicenseRecord } from "./licenses";
import { isUnfiltered, type UserFilter, usersOrder, usersWhere } from "./user-search";

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
  counted: number;
  licenses: LicenseRecord[];
  users: HolderRecord[];
  /** Names of the domains that exist for whoever asks. */
  domains: string[];
  /** The columns that the person chose last; null when they never did. */
  chosen: string[] | null;
  /** The fingerprint of the warnings that the person has hidden. */
  hidden: string | null;
};

/** One page of users with what they hold, all licenses with their seats, the capped total and the clock, in one statement. */
export async function findMatrix(
  { page, size, sort, ...filter }: ListRequest & UserFilter,
  readerId: string,
): Promise<MatrixRecord> {
  const where = usersWhere(filter);
  const bounded = filter.bounds === null ? sql`true` : sql`d.id = ${filter.bounds}::bigint`;
  // Without a condition an order by the primary key makes the count read its index alone; with one it could mislead the planner.
  const byIndex = isUnfiltered(filter) ? sql`order by u.id` : sql``;
  const row = await queryOne<
    Omit<MatrixRecord, "now" | "licenses"> & { now: Date; licenses: Parameters<typeof toLicenseRecord>[0][] }
  >(sql`
    select now() as now,
      (select count(*)::int from (select 1 from users u where ${where} ${byIndex} limit ${TOTAL_CAP + 1}) c) as counted,
      (select coalesce(json_agg(${licenseJson} order by l.product, l.not_after, l.id), '[]') from licenses l) as licenses,
      (select coalesce(json_agg(d.name order by d.name), '[]') from domains d where ${bounded}) as domains,
      (select value from user_preferences where user_id = ${readerId}::bigint and name = 'matrix_columns') as chosen,
      (select value from user_preferences where user_id = ${readerId}::bigint and name = 'hidden_warnings') as hidden,
      (select coalesce(json_agg(json_build_object('id', p.id::text, 'name', p.name, 'username', p.username, 'domain', d.name,
          'disabled', p.disabled_at is not null,
          'held', array(select g.license_id from grants g where g.user_id = p.id)) order by p.place), '[]')
        from (select u.id, u.name, u.username, u.domain_id, u.disabled_at, row_number() over () as place
          from (select * from users u where ${where} order by ${usersOrder(sort)} limit ${size} offset ${(page - 1) * size}) u) p
        join domains d on d.id = p.domain_id) as users`);
  return { ...row, now: new Date(row.now), licenses: row.licenses.map(toLicenseRecord) };
}
