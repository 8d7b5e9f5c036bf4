import { type SQL, sql } from "drizzle-orm";
import { isDeepPage, type ListRequest, TOTAL_CAP } from "@/lib/list-request";
import { narrowedPage } from "./narrowed-pages";
import { wordsPage } from "./search-pages";
import { scopeOf, type UserFilter, usersOrder, usersWhere } from "./user-search";
import { searchTerms } from "./word-search";

export type UserPageRequest = ListRequest & UserFilter;

/**
 * Two relations for a `with`: `page`, the users of one page with their `place`, and `tally`: how many there are (`counted`,
 * beyond 10,000 no more than that), whether there are `more` than counted, and which `page` it is. A list without a search in the order of names
 * is as quick on any page, and beyond the last page answers the last. A search without a sort comes in the order of the
 * words it found. `order` of users `u` is for every other sort.
 */
export function userPage(request: UserPageRequest, order = usersOrder(request.sort, request.alsoSort)): SQL {
  const terms = searchTerms(request.q);
  const isUnsorted = request.sort === null && (request.alsoSort ?? []).length === 0;
  if (terms.length > 0 && isUnsorted) return wordsPage(request, terms);
  return isWhole(request) ? wholePage(request) : narrowedPage(request, terms, order);
}

/** Whether all users of a scope are asked for, by name. */
function isWhole({ q, state, has, without, sort, alsoSort = [] }: UserPageRequest): boolean {
  return (
    alsoSort.length === 0 && (sort ?? NAME).field === "name" && [q, state, has, without].every((text) => text === "")
  );
}

/** The deepest page that people read: of anything else than a whole list by name, that of the 10,000th row. Null: every page. */
export function deepestPage(request: UserPageRequest): number | null {
  return isWhole(request) ? null : Math.ceil(TOTAL_CAP / request.size);
}

/** As asked, but no deeper than people read. */
export function reachable<Request extends UserPageRequest>(request: Request): Request {
  return { ...request, page: Math.min(request.page, deepestPage(request) ?? request.page) };
}

/** Whether finding the page takes looking at more rows than a click has time for. */
export function isDeep(request: UserPageRequest): boolean {
  return !isWhole(request) && isDeepPage(request);
}

const NAME = { field: "name", descending: false };

/** All users of a scope by name, found by the counts of `user_buckets`; what is read stands in the index of names. */
function wholePage({ page, size, sort, ...filter }: UserPageRequest): SQL {
  const scope = scopeOf(filter);
  const within = scope === null ? sql`true` : sql`u.domain_id = ${scope}`;
  const back = sort?.descending ?? false;
  return sql`
    start as materialized (
      select s.* from user_page_range(${scope === null ? sql`0` : sql`coalesce(${scope}, -1)`}, ${page}::int, ${size}::int, ${back}::boolean) s),
    page as materialized (
      select u.*, row_number() over () * ${back ? -1 : 1}::int as place
      from (select u.* from start s cross join lateral (
        select u.id, u.domain_id, u.name, u.username, u.disabled_at from users u where ${within} and (u.name, u.id) >= (s.name collate "und-x-icu", s.user_id)
        order by u.name, u.id limit s.take offset s.skip) u) u),
    tally as (select least(s.total, ${TOTAL_CAP + 1}::int)::int as counted, s.total > ${TOTAL_CAP}::int as more, s.page from start s)`;
}

/** A page of a few users, who are looked up and sorted. */
export function chosenPage({ page, size, sort, alsoSort, ...filter }: UserPageRequest, chosen: SQL): SQL {
  const where = sql`${usersWhere(filter)} and ${chosen}`;
  return sql`
    page as materialized (
      select u.*, row_number() over () as place from (select u.* from users u where ${where}
        order by ${usersOrder(sort, alsoSort)} limit ${size}::int offset ${(page - 1) * size}::int) u),
    tally as (
      select c.counted, c.counted > ${TOTAL_CAP}::int as more, ${page}::int as page
      from (select count(*)::int as counted from (select 1 from users u where ${where} limit ${TOTAL_CAP + 1}::int) u) c)`;
}
