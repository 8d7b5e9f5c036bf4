import { type SQL, sql } from "drizzle-orm";
import { queryBatch } from "@/db/batches";
import { queryOne } from "@/db/client";
import type { Total } from "@/lib/list-request";
import { type AuditBounds, type AuditFilter, doneByOwn, matchingEntries, NEWEST_FIRST } from "./audit-filter";
import { type Tally, tallyOf, toTotal } from "./tallies";

/** One change: who did what, when, to whom, with which license, and what was before and after. */
export type AuditRecord = {
  id: string;
  at: Date;
  /** `at` with microseconds, `yyyy-MM-ddTHH:mm:ss.SSSSSSZ`. */
  exactAt: string;
  act: string;
  actId: string;
  actorKind: string;
  actorId: string | null;
  /** Null when whoever asks knows one domain, and a person of another did it. */
  actorName: string | null;
  userId: string | null;
  /** The name at that time if the entry kept it, else today's; null when the user is gone. */
  userName: string | null;
  userAddress: string | null;
  licenseId: string | null;
  product: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

type AuditJson = Omit<AuditRecord, "at">;

/** The members of an AuditRecord as JSON; `p` is the entry, from which people of other domains are left out. */
function recordJson(bounds: AuditBounds): SQL {
  const isKnown = bounds === null ? sql`true` : sql`(p.actor_kind <> 'user' or ${doneByOwn(sql`p`)})`;
  return sql`json_build_object('id', p.id::text,
  'exactAt', to_char(p.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'act', p.act, 'actId', p.act_id,
  'actorKind', p.actor_kind, 'actorId', case when ${isKnown} then p.actor_id end,
  'actorName', case when ${isKnown} then p.actor_name end, 'userId', p.user_id::text,
  'userName', coalesce(p.after ->> 'user', p.before ->> 'user', u.name),
  'userAddress', coalesce(u.username || '@' || d.name,
    coalesce(p.after, p.before) ->> 'username' || '@' || (coalesce(p.after, p.before) ->> 'domain')),
  'licenseId', p.license_id, 'product', coalesce(l.product, p.after ->> 'product', p.before ->> 'product'),
  'before', p.before, 'after', p.after)`;
}

/** Looked up for each entry of a page, whatever the planner believes a page to be; domains are few and read at once. */
const named = sql`left join lateral (
    select u.name, u.username, u.domain_id from users u where u.id = p.user_id limit 1) u on true
  left join (select id, name from domains offset 0) d on d.id = u.domain_id
  left join lateral (select l.product from licenses l where l.id = p.license_id limit 1) l on true`;

function toRecord(value: AuditJson): AuditRecord {
  return { ...value, at: new Date(value.exactAt) };
}

/** One page of entries, newest first, with the capped total, in one statement. */
export async function findAuditPage(
  { page, size, ...filter }: AuditFilter & { page: number; size: number },
  bounds: AuditBounds,
  timeZone: string,
): Promise<{ total: Total; entries: AuditRecord[] }> {
  const { ctes, newest, count } = matchingEntries(filter, bounds, timeZone);
  const { tally, entries } = await queryOne<{ tally: Tally; entries: AuditJson[] }>(sql`
    with recursive ${ctes}
    page as materialized (
      ${newest(sql`${page * size}::int`)} ${NEWEST_FIRST} limit ${size}::int offset ${(page - 1) * size}::int),
    tally as (${tallyOf(count, { page, size })})
    select (select to_json(t) from tally t) as tally,
      (select coalesce(json_agg(${recordJson(bounds)} order by p.at desc, p.id desc), '[]') from page p ${named}) as entries`);
  return { total: toTotal(tally), entries: entries.map(toRecord) };
}

/** Up to `batch` entries older than the one given (null: from the newest on), newest first. */
export async function findAuditBatch(
  filter: AuditFilter,
  bounds: AuditBounds,
  options: { timeZone: string; behind: { exactAt: string; id: string } | null; batch: number },
): Promise<AuditRecord[]> {
  const { ctes, newest } = matchingEntries(filter, bounds, options.timeZone);
  const { behind } = options;
  const older = behind ? sql`(e.at, e.id) < (${behind.exactAt}::text::timestamptz, ${behind.id}::bigint)` : sql`true`;
  const batch = sql`${options.batch}::int`;
  const row = await queryBatch<{ entries: AuditJson[] }>(
    sql`
    with recursive ${ctes} batch as materialized (${newest(batch, older)} ${NEWEST_FIRST} limit ${batch})
    select coalesce(json_agg(${recordJson(bounds)} order by p.at desc, p.id desc), '[]') as entries from batch p ${named}`,
    behind === null,
  );
  return row.entries.map(toRecord);
}
