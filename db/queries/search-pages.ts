import { type SQL, sql } from "drizzle-orm";
import { type ListRequest, TOTAL_CAP } from "@/lib/list-request";
import { tallyOf } from "./tallies";
import { all, hasState, holds, matchesPatterns, scopeOf, type UserFilter } from "./user-search";
import { hasSession } from "./user-sessions";
import { driverWith, drivenByDomain, drivenWords, holdersWords, otherTerms, type Term } from "./word-search";

type Terms = readonly Term[];

/** A search, and what else is asked of each user: whether they hold another license, or do not. */
export type Searched = UserFilter & {
  asked?: readonly { licenseId: string; held: boolean }[];
  /** Only who has no live session. */
  signedOut?: boolean;
};

/** So many words of a common term are looked at for a total that says "more than" in any case. */
const LOOKED_AT = 1_000;

/** How far words are counted where that decides how to find a page: by walking all that are found, or another order. Takes 8 ms. */
const COUNTED = 100_000;

/** What is asked of user `id` about licenses and sessions, but whether they hold the license that `has` names. */
export const asksOf = ({ without, asked = [], signedOut = false }: Searched, id: SQL): SQL[] => [
  ...(without === "" ? [] : [sql`not ${holds(without, id)}`]),
  ...asked.map(({ licenseId, held }) => (held ? holds(licenseId, id) : sql`not ${holds(licenseId, id)}`)),
  ...(signedOut ? [sql`not ${hasSession(id)}`] : []),
];

/** What else than the driving term and the license `has` decides about the user of word `w`: asked of each, so that no plan walks all users. */
const deciding = (terms: Terms, filter: Searched): SQL[] => [
  ...otherTerms(terms),
  ...asksOf(filter, sql`w.user_id`),
  ...hasState(filter.state, sql`w`),
  ...matchesPatterns(filter.q, sql`w`),
];

/** Whether a license has no more holders than driver `d` found words: then holders are walked. One that is not there has none. */
const isRarer = (licenseId: string, found = sql`d.found`): SQL =>
  sql`coalesce((select l.granted <= ${found} from licenses l where l.id = ${licenseId}::uuid), true)`;

/** As many words of driver `d` as a total counts, at most. */
const FEW = sql`least(d.found, ${TOTAL_CAP + 1}::int)`;

/** As `driverWith`, for a search whose matches come in the order of their words. */
export function wordsWith(terms: Terms, filter: Searched): SQL {
  const isChoice = terms.length > 1 || filter.has !== "" || deciding(terms, filter).length > 0;
  return driverWith(terms, scopeOf(filter), isChoice ? sql`${TOTAL_CAP + 1}::int` : null);
}

/** As `driverWith`, for a search whose matches come in another order: words are counted until it is known whether there are more holders. */
export function countedWith(terms: Terms, filter: Searched): SQL {
  const { has } = filter;
  const granted = sql`(select l.granted + 1 from licenses l where l.id = ${has}::uuid)`;
  return driverWith(
    terms,
    scopeOf(filter),
    has === "" ? sql`${COUNTED}::int` : sql`greatest(${COUNTED}::int, ${granted})`,
  );
}

/**
 * How matches are cut short: by an `order` with a limit, or by `domains`, in the order of whose names there need be so many `rows`.
 * Where `gate` is false there are none.
 */
type MatchesOptions = { name?: string; order?: SQL; gate?: SQL; domains?: { direction: SQL; rows: number } };

/**
 * The relation `name` for a `with` that knows `driver`: who is found, with their `word` and what a list shows of them. Either
 * the words of the rarest term are walked, or, if those are fewer, the holders of the license asked for.
 */
export function matchesOf(
  terms: Terms,
  filter: Searched,
  { name = "matches", order = sql``, gate = sql`true`, domains }: MatchesOptions,
): SQL {
  const { has } = filter;
  const scope = scopeOf(filter);
  const conditions = deciding(terms, filter);
  const part = (words: SQL, way: SQL) => sql`(
    select w.word, w.name, w.user_id as id, w.domain_id, w.username, w.disabled_at from driver d cross join lateral (
      select w.word, w.name, w.user_id, w.domain_id, w.username, w.disabled_at from ${words} ${order}) w
    where ${way} and ${gate})`;
  const driven = (wanted: SQL) =>
    domains ? drivenByDomain(domains.direction, domains.rows, wanted) : sql`${drivenWords(scope)} and ${wanted}`;
  const matches = sql`${sql.raw(name)} as materialized`;
  // Where domains cut them short, few words are walked, however many there are.
  const isFew = isRarer(has, domains ? FEW : sql`d.found`);
  if (has === "") return sql`${matches} ${part(driven(all(conditions)), sql`true`)}`;
  return sql`${matches} (
    ${part(driven(all([...conditions, holds(has, sql`w.user_id`)])), sql`not ${isFew}`)} union all
    ${part(sql`${holdersWords(has, scope)} and ${all(conditions)}`, isFew)})`;
}

/**
 * `counted` and `more` of what is found. Where more than a range decides and even the rarest term is common, the first of
 * its words are looked at: there are more than counted.
 */
export function foundCount(terms: Terms, filter: UserFilter): SQL {
  const { has } = filter;
  const scope = scopeOf(filter);
  const conditions = deciding(terms, filter);
  const cap = sql`${TOTAL_CAP + 1}::int`;
  if (conditions.length === 0 && has === "") {
    return sql`select count(*)::int as counted, count(*) > ${TOTAL_CAP}::int as more
      from driver d cross join lateral (select 1 from ${drivenWords(scope)} limit ${cap}) w`;
  }
  const looked = sql`case when d.found > ${TOTAL_CAP}::int then ${LOOKED_AT}::int else ${cap} end`;
  const columns = sql`select w.user_id, w.name, w.username, w.domain_id, w.disabled_at from`;
  const walked = sql`driver d cross join lateral (${columns} ${drivenWords(scope)} limit ${looked}) w`;
  if (has === "") {
    return sql`select c.counted, c.counted > ${TOTAL_CAP}::int or c.is_partial as more from (
      select count(*)::int as counted, (select d.found > ${TOTAL_CAP}::int from driver d) as is_partial
      from ${walked} where ${all(conditions)}) c`;
  }
  const isFew = isRarer(has, FEW);
  // Holders among many ids are found in the order of their index, page by page, instead of one by one.
  const ids = sql`array(select w.user_id from ${walked} where not ${isFew} and ${all(conditions)})`;
  return sql`select c.counted, c.counted > ${TOTAL_CAP}::int or c.is_partial as more from (
    select (select count(*)::int from grants g where g.license_id = ${has}::uuid and g.user_id = any(${ids}))
        + (select count(*)::int from driver d cross join lateral (${columns} ${holdersWords(has, scope)}) w
          where ${isFew} and ${all(conditions)}) as counted,
      (select d.found > ${TOTAL_CAP}::int and not ${isFew} from driver d) as is_partial
    offset 0) c`;
}

/** `page` and `tally` of a search in the order of its words. A word carries what a page shows of its user, so that nobody is looked up for it. */
export function wordsPage(request: ListRequest & UserFilter, terms: Terms): SQL {
  const { page, size } = request;
  const order = sql`order by w.word, w.name, w.user_id limit ${page * size}::int`;
  return sql`
    ${wordsWith(terms, request)}, ${matchesOf(terms, request, { order })},
    page as materialized (
      select m.*, row_number() over (order by m.word, m.name, m.id) as place from matches m
      order by place limit ${size}::int offset ${(page - 1) * size}::int),
    tally as (${tallyOf(foundCount(terms, request), request)})`;
}
