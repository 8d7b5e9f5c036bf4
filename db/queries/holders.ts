import { type SQL, sql } from "drizzle-orm";
import { cappedTotal, type ListRequest, type Sort, type Total, TOTAL_CAP } from "@/lib/list-request";
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

/** A holder as JSON has them. */
export type HolderJson<Holder> = Omit<Holder, "grantedAt"> & { grantedAt: string };

export function toHolder<Holder extends { grantedAt: string }>(
  holder: Holder,
): Omit<Holder, "grantedAt"> & { grantedAt: Date } {
  return { ...holder, grantedAt: new Date(holder.grantedAt) };
}

/** No other condition on who holds it. */
export const EVERYBODY = { domain: "", state: "", has: "", without: "" } as const;

/** What the JSON of a holder says of user `u` and domain `d`. */
export const holderMembers = (grantedAt: SQL) => sql`'id', u.id::text, 'name', u.name, 'username', u.username,
  'domain', json_build_object('id', d.id::text, 'name', d.name), 'grantedAt', ${grantedAt}, 'sessions', ${liveSessions}`;

const ORDER = new Map<string, SQL>([
  ["domain", sql`d.name`],
  ["user", sql`u.name`],
  ["sessions", sql`coalesce(c.sessions, 0)`],
]);

/** Live sessions counted for all users at once, for an order by them; the planner leaves it out where nobody asks. */
const COUNTED = sql`left join (
  select s.user_id, count(*) as sessions from sessions s where s.idle_ends_at > now() and s.ends_at > now()
  group by s.user_id) c on c.user_id = u.id`;

/** Whether holders can be sorted by it. */
export function isHolderField(field: string): boolean {
  return ORDER.has(field);
}

/** By the fields one after another, always ending with name and id; null when none of them is known. */
function holdersOrder(sort: Sort | null, alsoSort: readonly Sort[] = []): SQL | null {
  const known = [sort, ...alsoSort].flatMap((each) => (each && isHolderField(each.field) ? [each] : []));
  if (known.length === 0) return null;
  const user = known.findIndex(({ field }) => field === "user");
  // Behind the name only the id decides: two people may bear one name.
  const sorts = user === -1 ? [...known, { field: "user", descending: false }] : known.slice(0, user + 1);
  const columns = sorts.map(({ field, descending }) => sql`${ORDER.get(field)} ${descending ? sql`desc` : sql`asc`}`);
  return sql`${sql.join(columns, sql`, `)}, u.id ${sorts.at(-1)?.descending ? sql`desc` : sql`asc`}`;
}

/** Holders `g`, `u`, `d` of the license that the condition lets through. */
export function holding(licenseId: string, condition: SQL, joined = sql``): SQL {
  return sql`from grants g join users u on u.id = g.user_id join domains d on d.id = u.domain_id ${joined}
    where g.license_id = ${licenseId}::uuid and ${condition}`;
}

/**
 * The ids of one page in order. Without a sort: who is signed in first, then by name. Those few are found from the
 * sessions, the others by walking names or grants, so that no page sorts all holders of a large license.
 */
function pageOf(licenseId: string, { page, size, sort, alsoSort }: ListRequest, condition: SQL): SQL {
  const [limit, offset] = [sql`${size}::int`, sql`${(page - 1) * size}::int`];
  const order = holdersOrder(sort, alsoSort);
  if (order !== null) {
    return sql`select p.*, p.id in (select user_id from live) as signed_in, row_number() over () as place
      from (select u.id, g.granted_at ${holding(licenseId, condition, COUNTED)} order by ${order} limit ${limit} offset ${offset}) p`;
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
  const condition = usersWhere({ q: request.q, bounds: domainId, ...EVERYBODY });
  const isNarrowed = request.q !== "" || domainId !== null;
  const row = await queryOne<{
    now: Date;
    found: {
      counted: number;
      license: Parameters<typeof toLicenseRecord>[0];
      holders: HolderJson<LicenseHolder>[];
    } | null;
  }>(sql`
    with live as (
      select s.user_id from sessions s where s.idle_ends_at > now() and s.ends_at > now()
      union select t.user_id from seats t where t.license_id = ${licenseId}::uuid and t.ends_at > now()),
    page as (${pageOf(licenseId, request, condition)})
    select now() as now, (
      select json_build_object('counted', ${countOf(licenseId, isNarrowed, condition)}, 'license', ${licenseJson}, 'holders', (
        select coalesce(json_agg(json_build_object(${holderMembers(sql`p.granted_at`)}, 'signedIn', p.signed_in) order by p.place), '[]')
        from page p join users u on u.id = p.id join domains d on d.id = u.domain_id))
      from licenses l where l.id = ${licenseId}::uuid) as found`);
  if (row.found === null) return null;
  const { counted, license, holders } = row.found;
  return {
    now: new Date(row.now),
    total: isNarrowed ? cappedTotal(counted) : { count: counted, more: false },
    license: toLicenseRecord(license),
    holders: holders.map(toHolder),
  };
}
