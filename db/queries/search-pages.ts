import { type SQL, sql } from "drizzle-orm";
import { type ListRequest, TOTAL_CAP } from "@/lib/list-request";
import { tallyOf } from "./tallies";
import { hasState, holds, matchesPatterns, scopeOf, type UserFilter } from "./user-search";
import { drivenWords, holdersWords, otherTerms, termsWith, type searchTerms } from "./word-search";

type Terms = ReturnType<typeof searchTerms>;

/** So many words of a common term are looked at for a total that says "more than" in any case. */
const LOOKED_AT = 1_000;

/** What else than the driving term decides about the user of word `w`: asked of each, so that no plan walks all users. */
function deciding(terms: Terms, { q, state, has, without }: UserFilter): SQL[] {
  const conditions = otherTerms(terms, sql`w.user_id`);
  if (has !== "") conditions.push(holds(has, sql`w.user_id`));
  if (without !== "") conditions.push(sql`not ${holds(without, sql`w.user_id`)}`);
  conditions.push(...hasState(state, sql`w`), ...matchesPatterns(q, sql`w`));
  return conditions;
}

/**
 * `matches` for a `with`: who is found, with their `word` and what a list shows of them; `order` may say which of them, and how many. Either
 * the words of the rarest term are walked, or, if those are fewer, the holders of the license asked for.
 */
export function matchesWith(terms: Terms, filter: UserFilter, order: SQL | null): SQL {
  const scope = scopeOf(filter);
  const conditions = deciding(terms, filter);
  const wanted = sql.join([sql`true`, ...conditions], sql` and `);
  const part = (words: SQL, gate: SQL) => sql`(
    select w.word, w.name, w.user_id as id, w.domain_id, w.username, w.disabled_at from driver d cross join lateral (
      select w.word, w.name, w.user_id, w.domain_id, w.username, w.disabled_at from ${words} and ${wanted} ${order ?? sql``}) w
    where ${gate})`;
  const parts =
    filter.has === ""
      ? part(drivenWords(scope), sql`true`)
      : sql`${part(drivenWords(scope), sql`not d.by_holders`)} union all ${part(holdersWords(filter.has, scope), sql`d.by_holders`)}`;
  return sql`${driverWith(terms, filter)}, matches as materialized (${parts})`;
}

/** The terms and what is walked: the rarest of them, or the holders (`by_holders`). Counted only where there is a choice. */
function driverWith(terms: Terms, { has, ...filter }: UserFilter): SQL {
  const byHolders =
    has === ""
      ? sql`false`
      : sql`coalesce((select l.granted <= t.found from licenses l where l.id = ${has}::uuid), false)`;
  const isChoice = terms.length > 1 || deciding(terms, { ...filter, has }).length > 0;
  return sql`${termsWith(terms, scopeOf(filter), isChoice)},
    driver as materialized (
      select t.*, ${byHolders} as by_holders from terms t order by t.found, t.length desc, t.nth limit 1)`;
}

/**
 * `counted` and `more` of what is found. Where more than a range decides and even the rarest term is common, the first of
 * its words are looked at: there are more than counted.
 */
export function foundCount(terms: Terms, filter: UserFilter): SQL {
  const scope = scopeOf(filter);
  const conditions = deciding(terms, filter);
  const cap = sql`${TOTAL_CAP + 1}::int`;
  const looked =
    conditions.length === 0 ? cap : sql`case when d.found > ${TOTAL_CAP}::int then ${LOOKED_AT}::int else ${cap} end`;
  const asked = sql`select w.user_id, w.name, w.username, w.domain_id, w.disabled_at from`;
  const walked = sql`${asked} ${drivenWords(scope)} limit ${looked}`;
  if (conditions.length === 0) {
    return sql`select count(*)::int as counted, count(*) > ${TOTAL_CAP}::int as more
      from driver d cross join lateral (${walked}) w`;
  }
  const part = (words: SQL, gate: SQL) => sql`(
    select count(*)::int from driver d cross join lateral (${words}) w where ${gate} and ${sql.join(conditions, sql` and `)})`;
  const byHolders =
    filter.has === "" ? sql`0` : part(sql`${asked} ${holdersWords(filter.has, scope)}`, sql`d.by_holders`);
  return sql`select c.counted, c.counted > ${TOTAL_CAP}::int or c.is_partial as more from (
    select ${part(walked, sql`not d.by_holders`)} + ${byHolders} as counted,
      d.found > ${TOTAL_CAP}::int and not d.by_holders as is_partial from driver d) c`;
}

/** By word, name and id, or by name: the words' index knows both. Null for any other order. */
function wordOrder({ sort, alsoSort = [] }: ListRequest, alias: SQL, id: SQL): SQL | null {
  if (sort === null) return sql`${alias}.word, ${alias}.name, ${id}`;
  if (sort.field !== "name" || alsoSort.length > 0) return null;
  const direction = sort.descending ? sql`desc` : sql`asc`;
  return sql`${alias}.name ${direction}, ${id} ${direction}`;
}

/**
 * `page` and `tally` of a search; `order` of users `u` where the words' index does not know it. A word carries what a page
 * shows of its user, so that nobody is looked up for it.
 */
export function matchesPage(request: ListRequest & UserFilter, terms: Terms, order: SQL): SQL {
  const { page, size } = request;
  const [limit, offset] = [sql`${size}::int`, sql`${(page - 1) * size}::int`];
  const known = wordOrder(request, sql`w`, sql`w.user_id`);
  const ordered = known
    ? sql`select m.*, row_number() over (order by ${wordOrder(request, sql`m`, sql`m.id`)}) as place from matches m
        order by place limit ${limit} offset ${offset}`
    : sql`select u.*, row_number() over () as place from (
        select u.* from matches u order by ${order} limit ${limit} offset ${offset}) u`;
  return sql`
    ${matchesWith(terms, request, known && sql`order by ${known} limit ${page * size}::int`)},
    page as materialized (${ordered}),
    tally as (${tallyOf(foundCount(terms, request), request)})`;
}
