import { type SQL, sql } from "drizzle-orm";
import type { ListRequest } from "@/lib/list-request";
import { belongs, BY_NAME, directed, directedPart } from "./directed-parts";
import { countedWith, matchesOf, wordsWith } from "./search-pages";
import { all, countedUsers, directionOf, matchesPatterns, scopeOf, type UserFilter } from "./user-search";
import { hasSession, isLive } from "./user-sessions";
import type { Term } from "./word-search";

/** Whether user `id` has a live session or a live seat of this license. */
export function isSignedIn(licenseId: string, id: SQL): SQL {
  return sql`(${hasSession(id)} or coalesce((
    select t.ends_at > now() from seats t where t.license_id = ${licenseId}::uuid and t.user_id = ${id}), false))`;
}

const grantedTo = (id: SQL, licenseId: string) => sql`cross join lateral (
  select g.* from grants g where g.user_id = ${id} and g.license_id = ${licenseId}::uuid limit 1) g`;

/** `page` of `users`, all of whom hold the license, in an order. */
const placedPage = (licenseId: string, { page, size }: ListRequest, users: SQL, order: SQL) => sql`page as (
  select u.id, g.granted_at, ${isSignedIn(licenseId, sql`u.id`)} as signed_in, u.place
  from (
    select u.id, row_number() over (order by ${order}) as place from ${users} u
    order by place limit ${size}::int offset ${(page - 1) * size}::int) u
  ${grantedTo(sql`u.id`, licenseId)})`;

/** `page` of the holders by name, of those whom a search finds where there is one. */
export function holdersByName(
  licenseId: string,
  request: ListRequest,
  filter: UserFilter,
  { terms, way }: { terms: readonly Term[]; way: SQL },
): SQL {
  const rows = request.page * request.size;
  const direction = { by: "name", way } as const;
  const held = { ...filter, has: licenseId };
  const driver = terms.length > 0 ? sql`${countedWith(terms, held)},` : sql``;
  return sql`${driver} ${directedPart(held, terms, direction, { nth: 0, rows, limit: sql`${rows}::int` })},
    ${placedPage(licenseId, request, sql`part_0`, directed(direction, "u", "id"))}`;
}

/**
 * `page` of the holders by how many live sessions they have, then by name. Sessions are counted; who has none is walked by
 * name, where those who have do not fill the page, or come last.
 */
export function holdersBySessions(
  licenseId: string,
  request: ListRequest,
  filter: UserFilter,
  { terms, descending }: { terms: readonly Term[]; descending: boolean },
): SQL {
  const rows = request.page * request.size;
  const held = { ...filter, has: licenseId };
  const isSearch = terms.length > 0;
  const way = directionOf(descending);
  const [whole, leftBy] = [sql`${rows}::int`, (part: SQL) => sql`${rows}::int - (select count(*) from ${part})`];
  const [busyLimit, idleLimit] = descending ? [whole, leftBy(sql`busy`)] : [leftBy(sql`part_0`), whole];
  const gate = sql`${busyLimit} > 0`;
  const idle = directedPart({ ...held, signedOut: true }, terms, BY_NAME, { nth: 0, rows, limit: idleLimit });
  // Where all who are counted belong, those with fewer sessions need not be looked at once there are enough with more.
  const asked = isSearch ? [] : belongs(filter);
  const enough = sql`(select max(t.sessions) from (
    select c.sessions, sum(count(*)) over (order by c.sessions desc) as people from counted c group by c.sessions) t
    where t.people >= ${rows}::int)`;
  const holders = sql`select g.user_id from grants g where g.license_id = ${licenseId}::uuid`;
  const busy = sql`${isSearch ? sql`${matchesOf(terms, held, { gate })},` : sql``}
    counted as materialized (
      select s.user_id, count(*)::int as sessions from sessions s
      where ${isLive} and s.user_id in (${isSearch ? sql`select m.id from matches m` : holders}) and ${gate}
      group by s.user_id),
    busy as materialized (
      select u.id, u.name, c.sessions from counted c
      cross join lateral (select * from users u where u.id = c.user_id and ${all(asked)} limit 1) u
      where ${descending && asked.length === 0 ? sql`c.sessions >= coalesce(${enough}, 1)` : sql`true`}
      order by c.sessions ${way}, u.name, u.id limit ${busyLimit})`;
  const parts = [...(isSearch ? [countedWith(terms, held)] : []), ...(descending ? [busy, idle] : [idle, busy])];
  const users = sql`(select id, name, sessions from busy union all select id, name, 0 from part_0)`;
  parts.push(placedPage(licenseId, request, users, sql`u.sessions ${way}, u.name, u.id`));
  return sql.join(parts, sql`, `);
}

/** `page` of the holders whom a search finds, in an order that sorts all of them; `joined` is for the order, `domains` the direction where it is that of their names. */
export function sortedFoundHolders(
  licenseId: string,
  { page, size }: ListRequest,
  filter: UserFilter,
  { terms, order, joined, domains }: { terms: readonly Term[]; order: SQL; joined: SQL; domains?: SQL },
): SQL {
  const held = { ...filter, has: licenseId };
  const cut = domains && { domains: { direction: domains, rows: page * size } };
  return sql`${countedWith(terms, held)}, ${matchesOf(terms, held, cut ?? {})},
    page as (
      select p.*, ${isSignedIn(licenseId, sql`p.id`)} as signed_in, row_number() over () as place from (
        select u.id, g.granted_at from matches u join domains d on d.id = u.domain_id ${joined}
        ${grantedTo(sql`u.id`, licenseId)}
        order by ${order} limit ${size}::int offset ${(page - 1) * size}::int) p)`;
}

/** `page` of the holders whom a search finds, in the order of the words found. */
export function foundHolders(licenseId: string, request: ListRequest, filter: UserFilter, terms: readonly Term[]): SQL {
  const held = { ...filter, has: licenseId };
  const order = sql`order by w.word, w.name, w.user_id limit ${request.page * request.size}::int`;
  return sql`${wordsWith(terms, held)}, ${matchesOf(terms, held, { order })},
    ${placedPage(licenseId, request, sql`matches`, sql`u.word, u.name, u.id`)}`;
}

/**
 * What costs least, in rows looked at: to walk users by name, to look up all holders, or everybody signed in. Sessions
 * are estimated by the planner's statistics, and counted up to 5,000 where there are none yet. Where walking is cheapest if
 * holders are spread over all names, `walk_in` and `walk_out` users are walked, twice as many as that takes, or all (`within`) if that is no
 * dearer than the other ways; else none.
 */
function waysWith(licenseId: string, scope: SQL | null, rows: number): SQL {
  const users = (walk: SQL, others: SQL) => sql`case when ${walk} > ${others} then 0
        when within <= ${others} then within else ceil(least(within, 2 * ${walk} + ${rows}::int)) end`;
  return sql`costs as materialized (
      select l.held, l.within, 3 * l.live as signed_in, 2 * l.held as holders,
        least(l.within, ${rows}::int * l.users * l.users / greatest(l.held * l.live, 1)) as walk_in,
        least(l.within, ${rows}::int * l.users / greatest(l.held, 1)) as walk_out
      from (
        select l.granted::float8 as held, u.users, ${scope === null ? sql`u.users` : countedUsers(scope)} as within,
          case when s.reltuples > 5000 then s.reltuples::float8 else live_sessions(5001) end as live
        from licenses l, pg_class s, (select ${countedUsers(null)} as users offset 0) u
        where l.id = ${licenseId}::uuid and s.oid = 'sessions'::regclass offset 0) l),
    ways as materialized (
      select ${users(sql`walk_in`, sql`least(signed_in, holders)`)} as walk_in, ${users(sql`walk_out`, sql`holders`)} as walk_out, within,
        signed_in <= holders as by_sessions
      from costs)`;
}

const part = (from: SQL, condition: SQL, limit: SQL) =>
  sql`(select u.id, u.name, g.granted_at from ${from} where ${condition} order by u.name, u.id limit ${limit})`;

/** Whether a walk found enough, or passed everybody. */
const isDone = (walked: SQL, users: SQL, limit: SQL) =>
  sql`((select count(*) from ${walked}) >= ${limit} or (select ${users} >= within from ways))`;

/**
 * `page` of all holders: who is signed in first, then by name. The others are looked for only where those do not fill it. A walk
 * that did not find enough, since holders are not spread over all names or few of them are signed in, is given up.
 */
export function namedHolders(licenseId: string, { page, size }: ListRequest, filter: UserFilter): SQL {
  const rows = page * size;
  const scope = scopeOf(filter);
  const inScope = scope === null ? sql`true` : sql`u.domain_id = ${scope}`;
  const patterns = all(matchesPatterns(filter.q));
  const userOf = (id: SQL) => sql`cross join lateral (
    select u.* from users u where u.id = ${id} and ${inScope} and ${patterns} limit 1) u`;
  const walk = (limit: SQL) => sql`(
    select u.* from users u where ${inScope} order by u.name, u.id limit (select ceil(${limit})::bigint from ways)) u ${grantedTo(sql`u.id`, licenseId)}`;
  // Of the grant's user, so that only holders are asked about.
  const signedIn = isSignedIn(licenseId, sql`g.user_id`);
  const holders = sql`grants g ${userOf(sql`g.user_id`)}`;
  const ofLicense = sql`g.license_id = ${licenseId}::uuid`;
  const live = sql`(select s.user_id from sessions s where ${isLive}
    union select t.user_id from seats t where t.license_id = ${licenseId}::uuid and t.ends_at > now()) s
    ${grantedTo(sql`s.user_id`, licenseId)} ${userOf(sql`s.user_id`)}`;
  const first = sql`${rows}::int`;
  const left = sql`${rows}::int - (select count(*) from part_0)`;
  const bySessions = sql`(select by_sessions from ways)`;
  const [inDone, outDone] = [isDone(sql`walked_0`, sql`walk_in`, first), isDone(sql`walked_1`, sql`walk_out`, left)];
  return sql`${waysWith(licenseId, scope, rows)},
    walked_0 as materialized ${part(walk(sql`walk_in`), sql`${patterns} and ${signedIn}`, first)},
    part_0 as materialized (
      select * from walked_0 where ${inDone}
      union all ${part(live, sql`not ${inDone} and ${bySessions}`, first)}
      union all ${part(holders, sql`${ofLicense} and ${signedIn} and not ${inDone} and not ${bySessions}`, first)}),
    walked_1 as materialized ${part(walk(sql`walk_out`), sql`${patterns} and not ${signedIn} and ${left} > 0`, left)},
    part_1 as materialized (
      select * from walked_1 where ${outDone}
      union all ${part(holders, sql`${ofLicense} and not ${signedIn} and not ${outDone}`, left)}),
    page as (
      select id, granted_at, signed_in, row_number() over (order by signed_in desc, name, id) as place
      from (select p.*, true as signed_in from part_0 p union all select p.*, false from part_1 p) p
      order by place limit ${size}::int offset ${(page - 1) * size}::int)`;
}
