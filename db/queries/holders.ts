import { type SQL, sql } from "drizzle-orm";
import { isDeepPage, type ListRequest, type Sort, type Total, TOTAL_CAP } from "@/lib/list-request";
import { json, queryList, queryOne } from "@/db/client";
import { entitledNow } from "./clock";
import {
  foundHolders,
  holdersByName,
  holdersBySessions,
  isSignedIn,
  namedHolders,
  sortedFoundHolders,
} from "./holder-pages";
import { licenseJson, type LicenseRecord, toLicenseRecord } from "./licenses";
import { foundCount } from "./search-pages";
import { tallyOf, toTotal } from "./tallies";
import { directionOf, usersWhere } from "./user-search";
import { isLive, liveSessions } from "./user-sessions";
import { searchTerms } from "./word-search";

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

/** A list of holders; with ids only of these users, where what is no id is nobody's. */
export type HoldersRequest = ListRequest & { ids?: readonly string[] };

/** Users `u` among these ids; true without any. */
export function amongIds(ids: readonly string[] = []): SQL {
  if (ids.length === 0) return sql`true`;
  return sql`u.id in (select case when v ~ '^[0-9]{1,18}$' then v::bigint end from jsonb_array_elements_text(${json(ids)}) v)`;
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
  select s.user_id, count(*) as sessions from sessions s where ${isLive}
  group by s.user_id) c on c.user_id = u.id`;

/** Whether holders can be sorted by it. */
export function isHolderField(field: string): boolean {
  return ORDER.has(field);
}

/** By the fields one after another, always ending with name and id; null when none of them is known. */
function holdersOrder(sort: Sort | null, alsoSort: readonly Sort[] = []): SQL | null {
  const known = [sort, ...alsoSort].flatMap((each) => (each && isHolderField(each.field) ? [each] : []));
  if (known.length === 0) return null;
  const isNamed = known.some(({ field }) => field === "user");
  const sorts = isNamed ? known : [...known, { field: "user", descending: false }];
  const columns = sorts.map(({ field, descending }) => sql`${ORDER.get(field)} ${directionOf(descending)}`);
  return sql`${sql.join(columns, sql`, `)}, u.id ${directionOf(sorts.at(-1)?.descending ?? false)}`;
}

/** Holders `g`, `u`, `d` of the license that the condition lets through. */
export function holding(licenseId: string, condition: SQL, joined = sql``): SQL {
  return sql`from grants g join users u on u.id = g.user_id join domains d on d.id = u.domain_id ${joined}
    where g.license_id = ${licenseId}::uuid and ${condition}`;
}

/**
 * `page`: the ids of one page in order. What is searched comes in the order of the words found, else who is signed in
 * first, then by name. In the order of names or of live sessions no more are looked at than the page needs; every other
 * order sorts all holders, or all of those whose ids are given.
 */
function pageWith(licenseId: string, request: HoldersRequest, domainId: string | null): SQL {
  const { q, page, size, sort, alsoSort, ids = [] } = request;
  const filter = { ...EVERYBODY, q, bounds: domainId };
  const order =
    holdersOrder(sort, alsoSort) ??
    (ids.length > 0 ? sql`${isSignedIn(licenseId, sql`u.id`)} desc, u.name, u.id` : null);
  const terms = searchTerms(q);
  if (order === null) {
    return terms.length > 0
      ? foundHolders(licenseId, request, filter, terms)
      : namedHolders(licenseId, request, filter);
  }
  const isPlain = ids.length === 0 && (alsoSort ?? []).length === 0;
  if (isPlain && sort?.field === "user") {
    return holdersByName(licenseId, request, filter, { terms, way: directionOf(sort.descending) });
  }
  if (isPlain && sort?.field === "sessions") {
    return holdersBySessions(licenseId, request, filter, { terms, descending: sort.descending });
  }
  if (terms.length > 0 && ids.length === 0) {
    const isByDomain = isPlain && sort?.field === "domain" && domainId === null;
    const sorted = { terms, order, joined: COUNTED, domains: isByDomain ? directionOf(sort.descending) : undefined };
    return sortedFoundHolders(licenseId, request, filter, sorted);
  }
  return sql`page as (
    select p.*, ${isSignedIn(licenseId, sql`p.id`)} as signed_in, row_number() over () as place from (
      select u.id, g.granted_at ${holding(licenseId, sql`${usersWhere(filter)} and ${amongIds(ids)}`, COUNTED)}
      order by ${order} limit ${size}::int offset ${(page - 1) * size}::int) p)`;
}

/** The total: the license's own counter when nothing narrows it, else counted up to the cap. */
function countOf(licenseId: string, request: HoldersRequest, bounds: string | null): SQL {
  const { q, ids = [] } = request;
  const filter = { ...EVERYBODY, q, bounds };
  const terms = searchTerms(q);
  if (ids.length === 0 && terms.length > 0) return tallyOf(foundCount(terms, { ...filter, has: licenseId }), request);
  if (q === "" && bounds === null && ids.length === 0) return sql`select l.granted as counted, false as more`;
  return sql`select count(*)::int as counted, count(*) > ${TOTAL_CAP}::int as more
    from (select 1 ${holding(licenseId, sql`${usersWhere(filter)} and ${amongIds(ids)}`)} limit ${TOTAL_CAP + 1}) c`;
}

export type LicenseHolders = { now: Date; total: Total; license: LicenseRecord; holders: LicenseHolder[] };

/**
 * One page of a license's holders with its total, the license and the clock, in one statement. Signed in is who has a
 * live session or a live seat of this license. `domainId` bounds who exists at all (null: everybody). Null without the license.
 */
export async function findHolders(
  licenseId: string,
  request: HoldersRequest,
  domainId: string | null,
): Promise<LicenseHolders | null> {
  const ask = isDeepPage(request) ? queryList : queryOne;
  const row = await ask<{
    now: Date;
    found: {
      tally: { counted: number; more: boolean };
      license: Parameters<typeof toLicenseRecord>[0];
      holders: HolderJson<LicenseHolder>[];
    } | null;
  }>(sql`
    with ${pageWith(licenseId, request, domainId)}
    select ${entitledNow} as now, (
      select json_build_object('tally', (select to_json(c) from (${countOf(licenseId, request, domainId)}) c), 'license', ${licenseJson}, 'holders', (
        select coalesce(json_agg(json_build_object(${holderMembers(sql`p.granted_at`)}, 'signedIn', p.signed_in) order by p.place), '[]')
        from page p cross join lateral (select * from users u where u.id = p.id limit 1) u join domains d on d.id = u.domain_id))
      from licenses l where l.id = ${licenseId}::uuid) as found`);
  if (row.found === null) return null;
  const { tally, license, holders } = row.found;
  const isNarrowed = request.q !== "" || domainId !== null || (request.ids ?? []).length > 0;
  return {
    now: new Date(row.now),
    total: isNarrowed ? toTotal(tally) : { count: tally.counted, more: false },
    license: toLicenseRecord(license),
    holders: holders.map(toHolder),
  };
}
