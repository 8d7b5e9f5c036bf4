import { type SQL, sql } from "drizzle-orm";
import { json, queryOne } from "@/db/client";
import { type ListRequest, type Sort, TOTAL_CAP } from "@/lib/list-request";
import { searchPatterns } from "@/lib/search-text";
import { rightsParam } from "./acted-by";
import { isLive } from "./user-sessions";

/** A domain with what lives in it. */
export type DomainRecord = {
  id: string;
  name: string;
  users: number;
  enabled: number;
  channels: number;
  disabled: boolean;
};

/** The domain whose window is open: what would end with it, and whether its people's rights lie within those of whoever asks. */
export type ChosenDomain = DomainRecord & {
  within: boolean;
  sessions: number;
  seats: number;
  namedGrants: number;
  enabledChannels: number;
};

/** Counted as people come and go; a domain may have a million of them. */
const users = sql`(select coalesce(sum(b.users), 0)::int from user_buckets b where b.scope = d.id)`;
const enabled = sql`(${users} - (select count(*)::int from users u where u.domain_id = d.id and u.disabled_at is not null))`;
const domainJson = sql`json_build_object('id', d.id::text, 'name', d.name, 'users', ${users}, 'enabled', ${enabled},
  'channels', (select count(*)::int from channels c where c.domain_id = d.id), 'disabled', d.disabled_at is not null)`;

/** For what belongs to a user: those of the domain's. */
const ofDomain = sql`join users u on u.id = user_id where u.domain_id = d.id`;
const chosenJson = (rights: object | null) => sql`${domainJson}::jsonb || jsonb_build_object(
  'within', not exists (select 1 from roles r where not rights_within(r.permissions, r.sections, ${rightsParam(rights)})
    and exists (select 1 from user_roles x ${ofDomain} and x.role_id = r.id)),
  'sessions', (select count(*)::int from sessions s ${ofDomain} and ${isLive}),
  'seats', (select count(*)::int from seats x ${ofDomain} and x.ends_at > now()),
  'namedGrants', (select count(*)::int from grants x ${ofDomain}
    and x.license_id in (select l.id from licenses l where not l.competitive)),
  'enabledChannels', (select count(*)::int from channels c where c.domain_id = d.id and c.enabled_at is not null))`;

const ORDER: Record<string, SQL> = { name: sql`d.name`, users, enabled, state: sql`d.disabled_at is not null` };

function domainsOrder(sort: Sort | null): SQL {
  return sql`${ORDER[sort?.field ?? ""] ?? ORDER.name} ${sort?.descending ? sql`desc` : sql`asc`}, d.id`;
}

/** One page of domains, the capped total, and the one whose window is open (`chosen`; null: it does not exist), in one statement. */
export async function findDomains(
  { q, page, size, sort }: ListRequest,
  options: { bounds: string | null; chosen: string; rights: object | null },
): Promise<{ counted: number; domains: DomainRecord[]; chosen: ChosenDomain | null }> {
  const exist = options.bounds === null ? sql`true` : sql`d.id = ${options.bounds}::bigint`;
  const where = sql`${exist} and d.name ~* all (array(select jsonb_array_elements_text(${json(searchPatterns(q))})))`;
  return queryOne(sql`
    select (select count(*)::int from (select 1 from domains d where ${where} limit ${TOTAL_CAP + 1}) c) as counted,
      (select coalesce(json_agg(p.domain), '[]') from (
        select ${domainJson} as domain from domains d where ${where}
        order by ${domainsOrder(sort)} limit ${size} offset ${(page - 1) * size}) p) as domains,
      (select ${chosenJson(options.rights)} from domains d where ${exist} and d.id = nullif(${options.chosen}, '')::bigint) as chosen`);
}
