import { type SQL, sql } from "drizzle-orm";
import { asksOf, matchesOf, type Searched } from "./search-pages";
import { all, countedUsers, hasState, holds, matchesPatterns, scopeOf } from "./user-search";
import { hasWords, type Term } from "./word-search";

/** The scope, as a condition on users `u`. */
export function inScope(filter: Searched): SQL[] {
  const scope = scopeOf(filter);
  return scope === null ? [] : [sql`u.domain_id = ${scope}`];
}

/** The conditions on users `u`, without those of words and of the license `has`. */
export const belongs = (filter: Searched): SQL[] => [
  ...inScope(filter),
  ...hasState(filter.state),
  ...matchesPatterns(filter.q),
  ...asksOf(filter, sql`u.id`),
];

/** The same, with the license. */
export const belongsAndHolds = (filter: Searched): SQL[] => [
  ...belongs(filter),
  ...(filter.has === "" ? [] : [holds(filter.has)]),
];

/** By what of users a list is sorted, before their id, and which way. */
export type Direction = { by: "name" | "username"; way: SQL };

export const BY_NAME: Direction = { by: "name", way: sql`asc` };

/** Users `alias`, known as `id`, in a direction. */
export const directed = ({ by, way }: Direction, alias: string, id: string): SQL =>
  sql.raw(`${alias}.${by}`).append(sql` ${way}, ${sql.raw(`${alias}.${id}`)} ${way}`);

/** Which part of a list it is, up to which row the list is wanted, and how many users that leaves to this part. */
type Part = { nth: number; rows: number; limit: SQL };

/**
 * How many users are walked until there are `rows` of those wanted: none where they are so few that looking all of them up
 * and sorting them costs less, all of the scope where they are no more than that; else twice as many as it takes if those
 * wanted are spread over all. Few are the holders of the license, or the words that the driver of the search found.
 */
function walkOf({ has, ...filter }: Searched, terms: readonly Term[], rows: number): SQL {
  const held = sql`coalesce((select l.granted::float8 from licenses l where l.id = ${has}::uuid), 0)`;
  const found = sql`(select d.found::float8 from driver d)`;
  const spread = [sql`${rows}::int`];
  if (has !== "") spread.push(sql`w.users / greatest(w.held, 1)`);
  if (terms.length > 0) spread.push(sql`w.within / greatest(w.found, 1)`);
  return sql`
    select (case when c.few <= least(c.within, c.spread) then 0 when c.within <= c.few then c.within
      else least(c.within, ceil(2 * c.spread + ${rows}::int)) end)::bigint as users
    from (
      select w.within, 2 * least(w.held, w.found) as few, ${sql.join(spread, sql` * `)} as spread
      from (
        select ${countedUsers(scopeOf(filter))} as within, ${countedUsers(null)} as users,
          ${has === "" ? sql`null::float8` : held} as held, ${terms.length === 0 ? sql`null::float8` : found} as found
        offset 0) w) c`;
}

/**
 * `part_<nth>` for a `with`: the first users in a direction that belong, up to `limit`. Where a license or words narrow the list, users are
 * walked in it first, and each is asked. A walk that found too few, since those wanted come late, is given up for
 * what is looked up by the license or the words (which want `countedWith`) and sorted.
 */
export function directedPart(
  filter: Searched,
  terms: readonly Term[],
  direction: Direction,
  { nth, rows, limit }: Part,
): SQL {
  const { has, state } = filter;
  const [part, walk, walked, matches] = ["part", "walk", "walked", "matches"].map((name) => sql.raw(`${name}_${nth}`));
  const order = sql`order by ${directed(direction, "u", "id")}`;
  const columns = sql`select u.id, u.domain_id, u.name, u.username, u.disabled_at`;
  const conditions = belongs(filter);
  if (has === "" && terms.length === 0) {
    return sql`${part} as materialized (${columns} from users u where ${all(conditions)} ${order} limit ${limit})`;
  }
  const listed = sql`${columns} from users u where ${all([...inScope(filter), ...hasState(state)])} ${order}`;
  const wanted = [...belongsAndHolds(filter), ...hasWords(terms)];
  const isAll = sql`(select count(*) from (${listed} limit (select users + 1 from ${walk})) c) <= (select users from ${walk})`;
  const isDone = sql`((select count(*) from ${walked}) >= ${limit} or ${isAll})`;
  const byWords = { name: `matches_${nth}`, gate: sql`not ${isDone}` };
  const wordOrder = sql`order by ${directed(direction, "w", "user_id")} limit ${limit}`;
  const [ctes, rest] =
    terms.length > 0
      ? [
          sql`${matchesOf(terms, filter, { ...byWords, order: wordOrder })},`,
          sql`select u.* from (${columns} from ${matches} u) u`,
        ]
      : [
          sql``,
          sql`(${columns} from grants g cross join lateral (select * from users u where u.id = g.user_id and ${all(conditions)} limit 1) u
            where g.license_id = ${has}::uuid and not ${isDone} ${order} limit ${limit})`,
        ];
  return sql`
    ${walk} as materialized (${walkOf(filter, terms, rows)}),
    ${walked} as materialized (
      ${columns} from (${listed} limit (select users from ${walk})) u where ${all(wanted)} ${order} limit ${limit}),
    ${ctes}
    ${part} as materialized (select * from ${walked} where ${isDone} union all ${rest})`;
}
