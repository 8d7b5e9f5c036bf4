import { type SQL, sql } from "drizzle-orm";
import { cappedTotal, type ListRequest, type Total, TOTAL_CAP } from "@/lib/list-request";
import { queryOne } from "@/db/client";
import { licenseJson, type LicenseRecord, toLicenseRecord } from "./licenses";
import { usersWhere } from "./user-search";
import { liveSessions } from "./user-sessions";

/** A user who holds a license: since when, with how many live sessions, and whether they are signed in. */
export type LicenseHolder = {
  id: string;
  name: string;
  username: string;
  domain: { id: string; name: string };
  grantedAt: Date;
  sessions: number;
  signedIn: boolean;
};

type HolderJson = Omit<LicenseHolder, "grantedAt"> & { grantedAt: string };

const ORDER = new Map<string, SQL>([
  ["domain", sql`d.name`],
  ["user", sql`u.name`],
  ["sessions", liveSessions],
]);

/** Holders `g`, `u`, `d` of the license that the condition lets through. */
function holding(licenseId: string, condition: SQL): SQL {
  return sql`from grants g join users u on u.id = g.user_id join domains d on d.id = u.domain_id
    where g.license_id = ${licenseId}::uuid and ${condition}`;
}

/**
 * The ids of one page in order. Without a sort: who is signed in first, then by name. Those few are found from the
 * sessions, the others by walking names or grants, so that no page sorts all holders of a large license.
 */
function pageOf(licenseId: string, { page, size, sort }: ListRequest, condition: SQL): SQL {
  const [limit, offset] = [sql`${size}::int`, sql`${(page - 1) * size}::int`];
  const column = ORDER.get(sort?.field ?? "");
  if (column !== undefined) {
    const direction = sort?.descending ? sql`desc` : sql`asc`;
    return sql`select u.id, g.granted_at, u.id in (select user_id from live) as signed_in,
        row_number() over (order by ${column} ${direction}, u.name, u.id) as place
      ${holding(licenseId, condition)} order by place limit ${limit} offset ${offset}`;
  }
  const part = (signedIn: SQL, test: SQL) => sql`(
    select u.id, u.name, g.granted_at, ${signedIn} as signed_in
    ${holding(licenseId, sql`u.id ${test} (select user_id from live) and ${condition}`)}
    order by u.name, u.id limit ${page * size}::int)`;
  return sql`select id, granted_at, signed_in, row_number() over (order by signed_in desc, name, id) as place
    from (${part(sql`true`, sql`in`)} union all ${part(sql`false`, sql`not in`)}) p
    order by place limit ${limit} offset ${offset}`;
}

/** The total: the license's own counter when nothing narrows it, else counted up to the cap. */
function countOf(licenseId: string, isNarrowed: boolean, condition: SQL): SQL {
  return isNarrowed
    ? sql`(select count(*)::int from (select 1 ${holding(licenseId, condition)} limit ${TOTAL_CAP + 1}) c)`
    : sql`l.granted`;
}

export type LicenseHolders = { now: Date; total: Total; license: LicenseRecord; holders: LicenseHolder[] };

/**
 * One page of a license's holders with its total, the license and the clock, in one statement. Signed in is who has a
 * live session or a live seat of this license. `domainId` bounds who exists at all (null: everybody). Null without the license.
 */
export async function findHolders(
  licenseId: string,
  request: ListRequest,
  domainId: string | null,
): Promise<LicenseHolders | null> {
  const everyone = { domain: "", state: "", has: "", without: "" } as const;
  const condition = usersWhere({ q: request.q, bounds: domainId, ...everyone });
  const isNarrowed = request.q !== "" || domainId !== null;
  const row = await queryOne<{
    now: Date;
    found: { counted: number; license: Parameters<typeof toLicenseRecord>[0]; holders: HolderJson[] } | null;
  }>(sql`
    with live as (
      select s.user_id from sessions s where s.idle_ends_at > now() and s.ends_at > now()
      union select t.user_id from seats t where t.license_id = ${licenseId}::uuid and t.ends_at > now()),
    page as (${pageOf(licenseId, request, condition)})
    select now() as now, (
      select json_build_object('counted', ${countOf(licenseId, isNarrowed, condition)}, 'license', ${licenseJson}, 'holders', (
        select coalesce(json_agg(json_build_object('id', u.id::text, 'name', u.name, 'username', u.username,
          'domain', json_build_object('id', d.id::text, 'name', d.name), 'grantedAt', p.granted_at,
          'sessions', ${liveSessions}, 'signedIn', p.signed_in) order by p.place), '[]')
        from page p join users u on u.id = p.id join domains d on d.id = u.domain_id))
      from licenses l where l.id = ${licenseId}::uuid) as found`);
  if (row.found === null) return null;
  const { counted, license, holders } = row.found;
  return {
    now: new Date(row.now),
    total: isNarrowed ? cappedTotal(counted) : { count: counted, more: false },
    license: toLicenseRecord(license),
    holders: holders.map((holder) => ({ ...holder, grantedAt: new Date(holder.grantedAt) })),
  };
}
