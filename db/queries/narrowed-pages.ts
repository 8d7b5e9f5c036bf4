import { type SQL, sql } from "drizzle-orm";
import { type ListRequest, type Sort, TOTAL_CAP } from "@/lib/list-request";
import { belongs, belongsAndHolds, BY_NAME, directedPart, type Direction, directed, inScope } from "./directed-parts";
import { countedWith, foundCount, matchesOf, type Searched } from "./search-pages";
import { tallyOf } from "./tallies";
import {
  all,
  directionOf,
  hasState,
  holds,
  matchesPatterns,
  scopeOf,
  sortedLicense,
  type UserFilter,
} from "./user-search";
import type { Term } from "./word-search";

type Request = ListRequest & UserFilter;

/** The users who hold a license, and those who do not. One license is the filter's own, whose holders can be looked up. */
function splitBy(licenseId: string, request: Request): [Searched, Searched] {
  const { has, without } = request;
  const ask = (held: boolean) => ({ ...request, asked: [{ licenseId, held }] });
  return [
    has === "" ? { ...request, has: licenseId } : ask(true),
    without === "" ? { ...request, without: licenseId } : ask(false),
  ];
}

/**
 * An order of users in parts, each by name, as filters that narrow to them: one part where the filter leaves the order nothing
 * to tell apart; or all in one, by username. Null for any other order.
 */
function partsOf(request: Request): { parts: Searched[]; direction: Direction } | null {
  const { sort, alsoSort = [], has, without, state } = request;
  const { field, descending }: Sort = sort ?? { field: "name", descending: false };
  if (alsoSort.length > 0) return null;
  if (field === "name") return { parts: [request], direction: { by: "name", way: directionOf(descending) } };
  // The disabled have an index by name only.
  if (field === "address" && state === "")
    return { parts: [request], direction: { by: "username", way: directionOf(descending) } };
  if (field === "domain" && scopeOf(request) !== null) return { parts: [request], direction: BY_NAME };
  const license = sortedLicense(field);
  if (license === null && field !== "state") return null;
  if (license === null ? state !== "" : [has, without].includes(license))
    return { parts: [request], direction: BY_NAME };
  const parts: [Searched, Searched] =
    license === null
      ? [
          { ...request, state: "disabled" },
          { ...request, state: "enabled" },
        ]
      : splitBy(license, request);
  return { parts: descending ? parts : parts.toReversed(), direction: BY_NAME };
}

/** The users of one domain after another, each by name, until there are `rows`. */
function byDomain(request: Request, direction: SQL, rows: number): SQL {
  return sql`
    select u.* from (select d.id from domains d order by d.name ${direction}) d
    cross join lateral (select u.* from users u where u.domain_id = d.id and ${all(belongsAndHolds(request))}
      order by u.name, u.id limit ${rows}::int) u`;
}

/**
 * `page` and `tally` of a list that filters narrow, that is searched by `terms`, or that another sort than by name orders; `order` of users
 * `u` where no index knows it.
 */
export function narrowedPage(request: Request, terms: readonly Term[], order: SQL): SQL {
  const { page, size, sort } = request;
  const rows = page * size;
  const isSearch = terms.length > 0;
  const count = isSearch ? foundCount(terms, request) : belongCount(request);
  const tally = sql`tally as (${tallyOf(count, request)})`;
  const driver = isSearch ? sql`${countedWith(terms, request)},` : sql``;
  const cut = sql`limit ${size}::int offset ${rows - size}::int`;
  const split = partsOf(request);
  if (split !== null) {
    const { parts, direction } = split;
    // What the first part has filled, the second need not look for.
    const named = parts.map((part, nth) => {
      const limit = nth === 0 ? sql`${rows}::int` : sql`${rows}::int - (select count(*) from part_0)`;
      return directedPart(part, terms, direction, { nth, rows, limit });
    });
    const union = parts.map((_, nth) => sql`select ${nth}::int as part, p.* from ${sql.raw(`part_${nth}`)} p`);
    return sql`${driver} ${sql.join(named, sql`, `)},
      page as materialized (
        select p.*, row_number() over (order by part, ${directed(direction, "p", "id")}) as place
        from (${sql.join(union, sql` union all `)}) p order by place ${cut}), ${tally}`;
  }
  const placed = (users: SQL) =>
    sql`page as materialized (select u.*, row_number() over () as place from (${users} ${cut}) u), ${tally}`;
  const isByDomain = sort?.field === "domain" && (request.alsoSort ?? []).length === 0 && scopeOf(request) === null;
  const domains = isByDomain ? { direction: directionOf(sort.descending), rows } : undefined;
  if (isSearch) {
    return sql`${driver} ${matchesOf(terms, request, { domains })}, ${placed(sql`select u.* from matches u order by ${order}`)}`;
  }
  if (domains) return placed(byDomain(request, domains.direction, rows));
  return placed(sql`select u.* from users u where ${all(belongsAndHolds(request))} order by ${order}`);
}

/**
 * `counted` and `more`. A state is counted by itself, and a license knows how many hold it; what must be asked of each is
 * asked of 10,001 users, or of all holders if they are no more.
 */
function belongCount(request: Request): SQL {
  const { q, state, has, without } = request;
  const cap = sql`${TOTAL_CAP + 1}::int`;
  const scope = scopeOf(request);
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
  const walked = sql`select u.* from users u where ${all(base)} ${scope === null ? walkOrder(state) : sql``} limit ${cap}`;
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
