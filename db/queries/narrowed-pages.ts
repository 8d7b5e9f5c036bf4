import { type SQL, sql } from "drizzle-orm";
import { type ListRequest, type Sort, TOTAL_CAP } from "@/lib/list-request";
import { tallyOf } from "./tallies";
import { countedUsers, hasState, holds, matchesPatterns, scopeOf, sortedLicense, type UserFilter } from "./user-search";

type Request = ListRequest & UserFilter;

const all = (conditions: SQL[]) => sql.join([sql`true`, ...conditions], sql` and `);

function inScope(filter: UserFilter): SQL[] {
  const scope = scopeOf(filter);
  return scope === null ? [] : [sql`u.domain_id = ${scope}`];
}

/** Users by name are walked from the first, and each is asked whether they belong; `has` is left to whoever asks. */
const belongs = ({ q, state, without, ...filter }: UserFilter): SQL[] => [
  ...inScope({ q, state, without, ...filter }),
  ...hasState(state),
  ...matchesPatterns(q),
  ...(without === "" ? [] : [sql`not ${holds(without)}`]),
];

/**
 * How many users are walked by name for `rows` holders of a license: none where it has so few that looking all of them up and
 * sorting them costs less, all (`within`) where they are no more than that; else twice as many as it takes if holders are
 * spread over all names.
 */
function walkOf(licenseId: string, within: SQL, rows: number): SQL {
  return sql`coalesce((
    select case when c.holders <= least(c.within, c.spread) then 0 when c.within <= c.holders then c.within
      else least(c.within, ceil(2 * c.spread + ${rows}::int)) end
    from (select l.granted * 2.0 as holders, ${within} as within,
        ${rows}::int * ${countedUsers(null)} / greatest(l.granted, 1) as spread
      from licenses l where l.id = ${licenseId}::uuid offset 0) c), 0)`;
}

/** The `nth` part of a list, its first `limit` users that belong, by name: walked, or picked from the holders of the license asked for. */
function byName(
  request: Request,
  direction: SQL,
  { nth, rows, limit }: { nth: number; rows: number; limit: SQL },
): SQL {
  const { has, state } = request;
  const order = sql`order by u.name ${direction}, u.id ${direction}`;
  const [part, walked, walk] = [`part_${nth}`, `walked_${nth}`, `walk_${nth}`].map((name) => sql.raw(name));
  const conditions = belongs(request);
  if (has === "") {
    return sql`${part} as materialized (select u.* from users u where ${all(conditions)} ${order} limit ${limit})`;
  }
  const listed = sql`select u.* from users u where ${all([...inScope(request), ...hasState(state)])} ${order}`;
  // A walk that neither found enough nor passed all, since holders come late by name, is given up.
  const isPassed = sql`(select count(*) from (${listed} limit (select users from ${walk})) c) < (select users from ${walk})`;
  const isDone = sql`((select count(*) from ${walked}) >= ${limit} or (select users >= within from ${walk}) or ${isPassed})`;
  return sql`
    ${walk} as materialized (
      select ${walkOf(has, sql`w.within`, rows)}::bigint as users, w.within
      from (select ${countedUsers(scopeOf(request))} as within offset 0) w),
    ${walked} as materialized (
      select u.* from (${listed} limit (select users from ${walk})) u where ${all([...conditions, holds(has)])} ${order} limit ${limit}),
    ${part} as materialized (
      select * from ${walked} where ${isDone} union all
      (select u.* from grants g cross join lateral (select * from users u where u.id = g.user_id and ${all(conditions)} limit 1) u
        where g.license_id = ${has}::uuid and not ${isDone} ${order} limit ${limit}))`;
}

/** An order of users in two parts, each by name: the filters that they narrow to. Null for any other order. */
function partsOf(request: Request): { parts: Request[]; direction: SQL } | null {
  const { sort, alsoSort = [], has, without, state } = request;
  const { field, descending }: Sort = sort ?? { field: "name", descending: false };
  if (alsoSort.length > 0) return null;
  if (field === "name") return { parts: [request], direction: descending ? sql`desc` : sql`asc` };
  const license = sortedLicense(field);
  const isSplit = license === null ? field === "state" && state === "" : has === "" && without === "";
  if (!isSplit) return null;
  const parts: Request[] =
    license === null
      ? [
          { ...request, state: "disabled" },
          { ...request, state: "enabled" },
        ]
      : [
          { ...request, has: license },
          { ...request, without: license },
        ];
  return { parts: descending ? parts : parts.toReversed(), direction: sql`asc` };
}

/** `page` and `tally` of a list that filters narrow or another sort than by name orders; `order` where no index knows it. */
export function narrowedPage(request: Request, order: SQL): SQL {
  const { page, size, has } = request;
  const rows = page * size;
  const split = partsOf(request);
  const tally = sql`tally as (${tallyOf(belongCount(request), request)})`;
  const [limit, offset] = [sql`${size}::int`, sql`${rows - size}::int`];
  const held = has === "" ? [] : [holds(has)];
  if (request.sort?.field === "domain" && scopeOf(request) === null) {
    const ordered = sql`
      select u.* from (select d.id from domains d order by d.name ${request.sort.descending ? sql`desc` : sql`asc`}) d
      cross join lateral (select u.* from users u where u.domain_id = d.id and ${all([...belongs(request), ...held])}
        order by u.name, u.id limit ${rows}::int) u limit ${limit} offset ${offset}`;
    return sql`page as materialized (select u.*, row_number() over () as place from (${ordered}) u), ${tally}`;
  }
  if (split === null) {
    const where = all([...belongs(request), ...held]);
    return sql`
      page as materialized (select u.*, row_number() over () as place
        from (select u.* from users u where ${where} order by ${order} limit ${limit} offset ${offset}) u), ${tally}`;
  }
  const { parts, direction } = split;
  // What the first part has filled, the second need not look for.
  const named = parts.map((part, nth) => {
    const left = nth === 0 ? sql`${rows}::int` : sql`${rows}::int - (select count(*) from part_0)`;
    return byName(part, direction, { nth, rows, limit: left });
  });
  const union = parts.map((_, nth) => sql`select ${nth}::int as part, p.* from ${sql.raw(`part_${nth}`)} p`);
  return sql`${sql.join(named, sql`, `)},
    page as materialized (
      select p.*, row_number() over (order by part, name ${direction}, id ${direction}) as place
      from (${sql.join(union, sql` union all `)}) p order by place limit ${limit} offset ${offset}), ${tally}`;
}

/**
 * `counted` and `more`. A state is counted by itself, and a license knows how many hold it; what must be asked of each is
 * asked of 10,001 users, or of all holders if they are no more.
 */
function belongCount(request: Request): SQL {
  const { q, state, has, without } = request;
  const cap = sql`${TOTAL_CAP + 1}::int`;
  const base = [...inScope(request), ...hasState(state)];
  const asked = [
    ...(without === "" ? [] : [sql`not ${holds(without)}`]),
    ...(has === "" ? [] : [holds(has)]),
    ...matchesPatterns(q),
  ];
  if (has !== "" && belongs(request).length === 0) {
    return sql`select least(l.granted, ${cap}) as counted, l.granted > ${TOTAL_CAP}::int as more
      from (select coalesce((select granted from licenses where id = ${has}::uuid), 0) as granted) l`;
  }
  const walked = sql`select u.* from users u where ${all(base)} ${inScope(request).length > 0 ? sql`` : walkOrder(state)} limit ${cap}`;
  const ofUsers = sql`select count(*)::int as looked, (count(*) filter (where ${all(asked)}))::int as counted from (${walked}) u`;
  const ofHolders = sql`select 0 as looked, count(*)::int as counted from grants g
    cross join lateral (select u.* from users u where u.id = g.user_id and ${all(belongs(request))} limit 1) u
    where g.license_id = ${has === "" ? null : has}::uuid`;
  const few = sql`coalesce((select l.granted <= ${TOTAL_CAP}::int from licenses l where l.id = ${has === "" ? null : has}::uuid), true)`;
  const counted =
    has === ""
      ? ofUsers
      : sql`select * from (${ofUsers}) c where not ${few} union all select * from (${ofHolders}) c where ${few}`;
  return sql`select c.counted, c.looked > ${TOTAL_CAP}::int as more from (${counted}) c`;
}

/** By an index, so that no plan reads all users: that of the disabled by name, else in the order in which they lie. */
const walkOrder = (state: UserFilter["state"]) =>
  state === "disabled" ? sql`order by u.name, u.id` : sql`order by u.id`;
