import { type SQL, sql } from "drizzle-orm";
import { json, queryOne } from "@/db/client";
import { type ListRequest, type Sort, TOTAL_CAP } from "@/lib/list-request";
import { searchPatterns } from "@/lib/search-text";

/** A domain with what lives in it. */
export type DomainRecord = { id: string; name: string; users: number; enabled: number; channels: number };

const users = sql`(select count(*)::int from users u where u.domain_id = d.id)`;
const enabled = sql`(select count(*)::int from users u where u.domain_id = d.id and u.disabled_at is null)`;
const domainJson = sql`json_build_object('id', d.id::text, 'name', d.name, 'users', ${users}, 'enabled', ${enabled},
  'channels', (select count(*)::int from channels c where c.domain_id = d.id))`;

const ORDER: Record<string, SQL> = { name: sql`d.name`, users, enabled };

function domainsOrder(sort: Sort | null): SQL {
  return sql`${ORDER[sort?.field ?? ""] ?? ORDER.name} ${sort?.descending ? sql`desc` : sql`asc`}, d.id`;
}

/** One page of domains, the capped total, and the one that is to be deleted (`chosen`; null: it does not exist), in one statement. */
export async function findDomains(
  { q, page, size, sort }: ListRequest,
  options: { bounds: string | null; chosen: string },
): Promise<{ counted: number; domains: DomainRecord[]; chosen: DomainRecord | null }> {
  const exist = options.bounds === null ? sql`true` : sql`d.id = ${options.bounds}::bigint`;
  const where = sql`${exist} and d.name ~* all (array(select jsonb_array_elements_text(${json(searchPatterns(q))})))`;
  return queryOne(sql`
    select (select count(*)::int from (select 1 from domains d where ${where} limit ${TOTAL_CAP + 1}) c) as counted,
      (select coalesce(json_agg(p.domain), '[]') from (
        select ${domainJson} as domain from domains d where ${where}
        order by ${domainsOrder(sort)} limit ${size} offset ${(page - 1) * size}) p) as domains,
      (select ${domainJson} from domains d where ${exist} and d.id = nullif(${options.chosen}, '')::bigint) as chosen`);
}
