import { type SQL, sql } from "drizzle-orm";
import { json } from "@/db/client";
import type { Sort } from "@/lib/list-request";
import { isPlainWords, searchPatterns, searchPrefixes } from "@/lib/search-text";

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

const holds = (licenseId: string) =>
  sql`exists (select 1 from grants g where g.user_id = u.id and g.license_id = ${licenseId}::uuid)`;

/** Users of whose name and username, for each piece of `q`, a word begins with it: ranges of the words' index, then the patterns. */
function matchesText(q: string): SQL[] {
  const ranges = searchPrefixes(q).map(
    (prefix) =>
      sql`u.id in (select w.user_id from user_words w where w.word >= ${prefix} and w.word < ${`${prefix}\u{10FFFF}`})`,
  );
  if (isPlainWords(q)) return ranges;
  const patterns = sql`u.name || ' ' || u.username
    ~* all (array(select jsonb_array_elements_text(${json(searchPatterns(q))})))`;
  return [...ranges, patterns];
}

/** Whether all users are asked for. */
export function isUnfiltered({ q, bounds, domain, state, has, without }: UserFilter): boolean {
  return bounds === null && [q, domain, state, has, without].every((text) => text === "");
}

/** The condition on `users u`. */
export function usersWhere({ q, bounds, domain, state, has, without }: UserFilter): SQL {
  const conditions = matchesText(q);
  if (bounds !== null) conditions.push(sql`u.domain_id = ${bounds}::bigint`);
  if (domain !== "") conditions.push(sql`u.domain_id = (select d.id from domains d where d.name = ${domain})`);
  if (state !== "") conditions.push(state === "enabled" ? sql`u.disabled_at is null` : sql`u.disabled_at is not null`);
  if (has !== "") conditions.push(holds(has));
  if (without !== "") conditions.push(sql`not ${holds(without)}`);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

const LICENSE_FIELD = /^license\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Whether users can be sorted by it: `name`, or whether they hold a license (`license.<id>`). */
export function isUserField(field: string): boolean {
  return field === "name" || LICENSE_FIELD.test(field);
}

/** The order of `users u`: by the fields one after another, always ending with name and id. */
export function usersOrder(sort: Sort | null, alsoSort: readonly Sort[] = []): SQL {
  const sorts = [sort, ...alsoSort].flatMap((each) => each ?? []);
  const name = sorts.findIndex(({ field }) => !LICENSE_FIELD.test(field));
  // Behind the name only the id decides: two people may bear one name.
  const byLicense = (name === -1 ? sorts : sorts.slice(0, name)).map(({ field, descending }) => {
    const held = holds(LICENSE_FIELD.exec(field)?.[1] ?? "");
    return sql`${held} ${descending ? sql`desc` : sql`asc`}, `;
  });
  const direction = sorts[name]?.descending ? sql`desc` : sql`asc`;
  return sql`${sql.join(byLicense, sql``)}u.name ${direction}, u.id ${direction}`;
}
