import { type SQL, sql } from "drizzle-orm";
import { roughPattern, searchRanges } from "@/lib/search-text";

/** A beginning of words, or a whole word, as a range of their index. */
export type Term = ReturnType<typeof searchRanges>[number];

/** What `q` looks up: without the terms that another one begins with, since its word answers both. */
export function searchTerms(q: string): Term[] {
  const ranges = searchRanges(q);
  return ranges.filter(({ from }) => !ranges.some((other) => other.from !== from && other.from.startsWith(from)));
}

/** The words of a scope (null: of all domains). */
const inScope = (alias: SQL, scope: SQL | null) => (scope === null ? sql`true` : sql`${alias}.domain_id = ${scope}`);

/**
 * `terms`, each with how many words it `found` in the scope, counted to `upTo`, and `driver`, the rarest of them. What is walked is
 * decided by counting: the plan is the same for a common and an absent term, made for its value or for any. Without a
 * choice (`upTo` null) nothing is counted.
 */
export function driverWith(terms: readonly Term[], scope: SQL | null, upTo: SQL | null): SQL {
  const rows = terms.map(({ from, to }, nth) => sql`(${nth}::int, ${from}::text, ${to}::text)`);
  const found = sql`(select count(*) from (
    select 1 from user_words w where ${inScope(sql`w`, scope)} and w.word >= t.low and w.word < t.high limit ${upTo}) c)`;
  return sql`terms as materialized (
      select t.*, char_length(t.low) as length, ${upTo === null ? sql`0` : found} as found
      from (values ${sql.join(rows, sql`, `)}) t(nth, low, high)),
    driver as materialized (select t.* from terms t order by t.found, t.length desc, t.nth limit 1)`;
}

/** That user `id` has a word of a term. A scalar subquery, because the planner would turn `exists` about. */
export const hasWord = ({ from, to }: Term, id: SQL): SQL => sql`coalesce((
  select true from user_words o where o.user_id = ${id} and o.word >= ${from} and o.word < ${to} limit 1), false)`;

/** That name and username of `u` can spell a word of a term: rules most users out without a look at their words. */
const canSpell = ({ from }: Term, u: SQL): SQL =>
  sql`(${u}.name || ' ' || ${u}.username) collate "C" ~ ${roughPattern(from)}`;

/** That user `u` has a word for each term. */
export const hasWords = (terms: readonly Term[]): SQL[] =>
  terms.flatMap((term) => [canSpell(term, sql`u`), hasWord(term, sql`u.id`)]);

/** That the user of word `w` has a word for each term but the driver `d`. */
export function otherTerms(terms: readonly Term[]): SQL[] {
  if (terms.length < 2) return [];
  return terms.flatMap((term, nth) =>
    [canSpell(term, sql`w`), hasWord(term, sql`w.user_id`)].map((asked) => sql`(d.nth = ${nth}::int or ${asked})`),
  );
}

/** The words `w` that driver `d` finds in a scope, each user once, under the first of their words. */
export function drivenWords(scope: SQL | null): SQL {
  return sql`user_words w where ${inScope(sql`w`, scope)} and w.word >= d.low and w.word < d.high and w.shared < d.length`;
}

/** As `drivenWords`, of one domain after another by name, in each those `wanted` by name of their users, until there are `rows`. */
export function drivenByDomain(direction: SQL, rows: number, wanted: SQL): SQL {
  return sql`(select w.* from (select x.id from domains x order by x.name ${direction}) x
    cross join lateral (select w.* from ${drivenWords(sql`x.id`)} and ${wanted} order by w.name, w.user_id limit ${rows}::int) w
    limit ${rows}::int) w where true`;
}

/** As `drivenWords`, of the holders of a license: the fewer of both are looked at. */
export function holdersWords(licenseId: string, scope: SQL | null): SQL {
  return sql`grants g cross join lateral (
      select w.* from user_words w where w.user_id = g.user_id and w.word >= d.low and w.word < d.high and ${inScope(sql`w`, scope)}
      order by w.word limit 1) w
    where g.license_id = ${licenseId}::uuid`;
}
