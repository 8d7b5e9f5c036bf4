import { type SQL, sql } from "drizzle-orm";
import { type ListRequest, TOTAL_CAP } from "@/lib/list-request";
import { isPlainWords, searchPatterns, searchPrefixes } from "@/lib/search-text";
import { json, queryOne } from "@/db/client";
import { licenseJson, type LicenseRecord, toLicenseRecord } from "./licenses";

/** A user with the ids of the licenses they hold. */
export type HolderRecord = {
  id: string;
  name: string;
  username: string;
  domain: string;
  disabled: boolean;
  held: string[];
};

/** Users whose name or username has, for each piece of `q`, a word that begins with it: ranges of the words' index, then the patterns. */
function matching(q: string, domainId: string | null): SQL {
  const conditions = searchPrefixes(q).map(
    (prefix) =>
      sql`u.id in (select w.user_id from user_words w where w.word >= ${prefix} and w.word < ${`${prefix}\u{10FFFF}`})`,
  );
  if (!isPlainWords(q)) {
    conditions.push(sql`u.name || ' ' || u.username
      ~* all (array(select jsonb_array_elements_text(${json(searchPatterns(q))})))`);
  }
  if (domainId !== null) conditions.push(sql`u.domain_id = ${domainId}::bigint`);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

function ordered(sort: ListRequest["sort"]): SQL {
  const direction = sort?.descending ? sql`desc` : sql`asc`;
  const licenseId = /^license\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(sort?.field ?? "")?.[1];
  if (licenseId === undefined) return sql`u.name ${direction}, u.id ${direction}`;
  return sql`exists (select 1 from grants g where g.user_id = u.id and g.license_id = ${licenseId}::uuid) ${direction}, u.name, u.id`;
}

/** One page of users with what they hold, all licenses with their seats, the capped total and the clock, in one statement. */
export async function findMatrix({ q, page, size, sort }: ListRequest, domainId: string | null) {
  const filter = matching(q, domainId);
  const row = await queryOne<{
    now: Date;
    counted: number;
    licenses: Parameters<typeof toLicenseRecord>[0][];
    users: HolderRecord[];
  }>(sql`
    select now() as now,
      (select count(*)::int from (select 1 from users u where ${filter} limit ${TOTAL_CAP + 1}) c) as counted,
      (select coalesce(json_agg(${licenseJson} order by l.product, l.not_after, l.id), '[]') from licenses l) as licenses,
      (select coalesce(json_agg(json_build_object('id', p.id::text, 'name', p.name, 'username', p.username, 'domain', d.name,
          'disabled', p.disabled_at is not null,
          'held', array(select g.license_id from grants g where g.user_id = p.id)) order by p.place), '[]')
        from (select u.id, u.name, u.username, u.domain_id, u.disabled_at, row_number() over () as place
          from (select * from users u where ${filter} order by ${ordered(sort)} limit ${size} offset ${(page - 1) * size}) u) p
        join domains d on d.id = p.domain_id) as users`);
  const licenses: LicenseRecord[] = row.licenses.map(toLicenseRecord);
  return { now: new Date(row.now), counted: row.counted, licenses, users: row.users };
}
