import { type SQL, sql } from "drizzle-orm";
import { json } from "@/db/client";
import type { Sort } from "@/lib/list-request";
import { peoplePatterns, searchRanges } from "@/lib/search-text";

/** Which users a list is about. Empty text and null ask for nothing. */
export type UserFilter = {
  q: string;
  /** The domain beyond which users do not exist for whoever asks; null: none. */
  bounds: string | null;
  /** The name of one domain. */
  domain: string;
  state: "" | "enabled" | "disabled";
  /** Id of a license that the user holds, or does not hold. */
  has: string;
  without: string;
};

const exists = (licenseId: string) =>
  sql`exists (select 1 from grants g where g.user_id = u.id and g.license_id = ${licenseId}::uuid)`;

/** Whether user `id` holds a license, asked of each user. A scalar subquery: the planner would turn `exists` about. */
export const holds = (licenseId: string, id = sql`u.id`): SQL =>
  sql`coalesce((select true from grants h where h.user_id = ${id} and h.license_id = ${licenseId}::uuid limit 1), false)`;

/** All of the conditions; true without any. */
export const all = (conditions: readonly SQL[]): SQL => sql.join([sql`true`, ...conditions], sql` and `);

/** What was typed beside letters and digits, as conditions on users `u` or their words. */
export function matchesPatterns(q: string, u = sql`u`): SQL[] {
  const { patterns, addresses } = peoplePatterns(q);
  const named = sql`${u}.name || ' ' || ${u}.username`;
  const conditions = addresses.map(
    ({ text, username, domain }) => sql`(${named} ~* ${text}
      or ${u}.username collate "und-x-icu" ~* ${username}
        and ${u}.domain_id in (select d.id from domains d where d.name collate "und-x-icu" ~* ${domain}))`,
  );
  if (patterns.length > 0)
    conditions.push(sql`${named} ~* all (array(select jsonb_array_elements_text(${json(patterns)})))`);
  return conditions;
}

/** Users of whose name, username or address, for each piece of `q`, a word begins with it: ranges of the words' index, then the patterns. */
function matchesText(q: string): SQL[] {
  const ranges = searchRanges(q).map(
    ({ from, to }) => sql`u.id in (select w.user_id from user_words w where w.word >= ${from} and w.word < ${to})`,
  );
  return [...ranges, ...matchesPatterns(q)];
}

/** The id of the one domain that the filter leaves; null when it leaves all. The value is null when there is no such domain. */
export function scopeOf({ bounds, domain }: Pick<UserFilter, "bounds" | "domain">): SQL | null {
  if (domain === "") return bounds === null ? null : sql`${bounds}::bigint`;
  const within = bounds === null ? sql`true` : sql`d.id = ${bounds}::bigint`;
  return sql`(select d.id from domains d where d.name = ${domain} and ${within})`;
}

/** How many users a scope has (null: all domains), from the counts that triggers keep. */
export const countedUsers = (scope: SQL | null): SQL =>
  scope === null
    ? sql`(select counted_users())`
    : sql`(select coalesce(sum(b.users), 0)::float8 from user_buckets b where b.scope = ${scope})`;

/** The state asked for, as a condition on users `u`, which the index of the disabled knows, or on their words. */
export function hasState(state: UserFilter["state"], u = sql`u`): SQL[] {
  if (state === "") return [];
  return [state === "enabled" ? sql`${u}.disabled_at is null` : sql`${u}.disabled_at is not null`];
}

/** The condition on `users u`. */
export function usersWhere({ q, state, has, without, ...filter }: UserFilter): SQL {
  const scope = scopeOf(filter);
  const conditions = [...matchesText(q), ...hasState(state)];
  if (scope !== null) conditions.push(sql`u.domain_id = ${scope}`);
  if (has !== "") conditions.push(exists(has));
  if (without !== "") conditions.push(sql`not ${exists(without)}`);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** The direction of an order. */
export const directionOf = (descending: boolean): SQL => (descending ? sql`desc` : sql`asc`);

const LICENSE_FIELD = /^license\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Whether users can be sorted by it: `name`, or whether they hold a license (`license.<id>`). */
export function isUserField(field: string): boolean {
  return field === "name" || LICENSE_FIELD.test(field);
}

/** The license that a field of a sort is about; null for every other field. */
export function sortedLicense(field: string): string | null {
  return LICENSE_FIELD.exec(field)?.[1] ?? null;
}

/** The order of `users u`: by the fields one after another, always ending with name and id. */
export function usersOrder(sort: Sort | null, alsoSort: readonly Sort[] = []): SQL {
  const sorts = [sort, ...alsoSort].flatMap((each) => each ?? []);
  const byName = sorts.find(({ field }) => !LICENSE_FIELD.test(field));
  const fields = byName ? sorts : [...sorts, { field: "name", descending: false }];
  const columns = fields.map(({ field, descending }) => {
    const license = sortedLicense(field);
    return sql`${license === null ? sql`u.name` : holds(license)} ${directionOf(descending)}`;
  });
  return sql`${sql.join(columns, sql`, `)}, u.id ${directionOf(byName?.descending ?? false)}`;
}
