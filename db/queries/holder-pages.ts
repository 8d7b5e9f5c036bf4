import { type SQL, sql } from "drizzle-orm";
import type { ListRequest } from "@/lib/list-request";
import { matchesWith } from "./search-pages";
import { countedUsers, matchesPatterns, scopeOf, type UserFilter } from "./user-search";
import type { searchTerms } from "./word-search";

const isLive = sql`s.idle_ends_at > now() and s.ends_at > now()`;

/** Whether user `id` has a live session or a live seat of this license, asked of each: `exists` would collect everybody signed in. */
export function isSignedIn(licenseId: string, id: SQL): SQL {
  return sql`coalesce((select true from sessions s where s.user_id = ${id} and ${isLive} limit 1),
    (select t.ends_at > now() from seats t where t.license_id = ${licenseId}::uuid and t.user_id = ${id}), false)`;
}

/** `page` of the holders whom a search finds, in the order of the words found. */
export function foundHolders(
  licenseId: string,
  { page, size }: ListRequest,
  filter: UserFilter,
  terms: ReturnType<typeof searchTerms>,
): SQL {
  const order = sql`order by w.word, w.name, w.user_id limit ${page * size}::int`;
  return sql`${matchesWith(terms, { ...filter, has: licenseId }, order)},
    page as (
      select m.id, g.granted_at, ${isSignedIn(licenseId, sql`m.id`)} as signed_in, m.place
      from (select m.id, row_number() over (order by m.word, m.name, m.id) as place from matches m
        order by place limit ${size}::int offset ${(page - 1) * size}::int) m
      cross join lateral (
        select g.granted_at from grants g where g.user_id = m.id and g.license_id = ${licenseId}::uuid limit 1) g)`;
}

/**
 * What costs least, in rows looked at: to walk users by name, to look up all holders, or everybody signed in. Sessions
 * are estimated by the planner's statistics, and counted up to 5,000 where there are none yet.
 */
function waysWith(licenseId: string, scope: SQL | null, rows: number): SQL {
  return sql`costs as materialized (
      select l.held, 3 * l.live as signed_in, 2 * l.held as holders,
        least(l.within, ${rows}::int * l.users * l.users / greatest(l.held * l.live, 1)) as walk_in,
        least(l.within, ${rows}::int * l.users / greatest(l.held, 1)) as walk_out
      from (
        select l.granted::float8 as held, ${countedUsers(null)} as users, ${countedUsers(scope)} as within,
          greatest((select c.reltuples from pg_class c where c.oid = 'sessions'::regclass),
            (select live_sessions(5001)))::float8 as live
        from licenses l where l.id = ${licenseId}::uuid offset 0) l),
    ways as materialized (
      select case when walk_in <= least(signed_in, holders) then 'walk' when signed_in <= holders then 'signed_in' else 'holders' end as of_signed_in,
        case when walk_out <= holders then 'walk' else 'holders' end as of_others
      from costs)`;
}

const part = (from: SQL, condition: SQL, limit: SQL) =>
  sql`(select u.id, u.name, g.granted_at from ${from} where ${condition} order by u.name, u.id limit ${limit})`;

const isWay = (column: SQL, way: "walk" | "signed_in" | "holders") => sql`(select ${column} from ways) = ${way}::text`;

/** `page` of all holders: who is signed in first, then by name. The others are looked for only where those do not fill it. */
export function namedHolders(licenseId: string, { page, size }: ListRequest, filter: UserFilter): SQL {
  const rows = page * size;
  const scope = scopeOf(filter);
  const wanted = [...matchesPatterns(filter.q), ...(scope === null ? [] : [sql`u.domain_id = ${scope}`])];
  const where = sql.join([sql`true`, ...wanted], sql` and `);
  const grantOf = sql`cross join lateral (
    select g.* from grants g where g.user_id = u.id and g.license_id = ${licenseId}::uuid limit 1) g`;
  const userOf = (id: SQL) =>
    sql`cross join lateral (select u.* from users u where u.id = ${id} and ${where} limit 1) u`;
  // Of the grant's user, so that only holders are asked about.
  const signedIn = isSignedIn(licenseId, sql`g.user_id`);
  const walk = sql`users u ${grantOf}`;
  const holders = sql`grants g ${userOf(sql`g.user_id`)}`;
  const ofLicense = sql`g.license_id = ${licenseId}::uuid`;
  const live = sql`(select s.user_id from sessions s where ${isLive}
    union select t.user_id from seats t where t.license_id = ${licenseId}::uuid and t.ends_at > now()) s
    cross join lateral (select g.* from grants g where g.user_id = s.user_id and g.license_id = ${licenseId}::uuid limit 1) g
    ${userOf(sql`s.user_id`)}`;
  const first = sql`${rows}::int`;
  const left = sql`${rows}::int - (select count(*) from part_0)`;
  const [inWay, outWay] = [sql`of_signed_in`, sql`of_others`];
  return sql`${waysWith(licenseId, scope, rows)},
    part_0 as materialized (
      ${part(walk, sql`${where} and ${signedIn} and ${isWay(inWay, "walk")}`, first)}
      union all ${part(live, isWay(inWay, "signed_in"), first)}
      union all ${part(holders, sql`${ofLicense} and ${signedIn} and ${isWay(inWay, "holders")}`, first)}),
    part_1 as materialized (
      ${part(walk, sql`${where} and not ${signedIn} and ${isWay(outWay, "walk")}`, left)}
      union all ${part(holders, sql`${ofLicense} and not ${signedIn} and ${isWay(outWay, "holders")}`, left)}),
    page as (
      select id, granted_at, signed_in, row_number() over (order by signed_in desc, name, id) as place
      from (select p.*, true as signed_in from part_0 p union all select p.*, false from part_1 p) p
      order by place limit ${size}::int offset ${(page - 1) * size}::int)`;
}
