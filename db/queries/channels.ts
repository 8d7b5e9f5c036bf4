import { type SQL, sql } from "drizzle-orm";
import { type ListRequest, TOTAL_CAP } from "@/lib/list-request";
import type { Channel } from "@/lib/licensing/product";
import { searchPatterns } from "@/lib/search-text";
import { json, queryOne } from "@/db/client";
import { type Bounded, byParams } from "./acted-by";
import { entitledNow } from "./clock";
import { licenseJson, type LicenseRecord, toLicenseRecord } from "./licenses";

/** A channel as it is stored; `enabledAt` is null while it is disabled. */
export type ChannelRecord = { id: string; name: string; domain: string; enabledAt: Date | null };

type ChannelJson = Omit<ChannelRecord, "enabledAt"> & { enabledAt: string | null };

export type ChannelQuestion = ListRequest & {
  kind: Channel;
  /** The product whose licenses limit the kind. */
  product: string;
  /** One channel asked for by its id, wherever it stands in the list. */
  opened: string | null;
  /** Whether the domains that a channel may be added to are wanted as well. */
  withDomains: boolean;
};

const channelJson = sql`json_build_object('id', c.id::text, 'name', c.name, 'domain', d.name, 'enabledAt', c.enabled_at)`;

function toChannelRecord(value: ChannelJson): ChannelRecord {
  return { ...value, enabledAt: value.enabledAt === null ? null : new Date(value.enabledAt) };
}

const byName = sql`c.name collate "und-x-icu"`;

const ORDER = new Map<string, SQL>([
  ["name", byName],
  ["domain", sql`d.name`],
  ["state", sql`c.enabled_at is null`],
]);

/**
 * One page of a kind's channels, how many are enabled in all domains, the licenses of its product with their holders,
 * and the clock, in one statement. `domainId` bounds which channels and domains exist (null: all). Counted to TOTAL_CAP + 1.
 */
export async function findChannels(question: ChannelQuestion, domainId: string | null) {
  const { kind, product, q, page, size, sort, opened, withDomains } = question;
  const known = sql`channels c join domains d on d.id = c.domain_id
    where c.kind = ${kind} and (${domainId}::bigint is null or c.domain_id = ${domainId}::bigint)`;
  const matching = sql`${known} and c.name || ' ' || d.name collate "und-x-icu"
    ~* all (array(select jsonb_array_elements_text(${json(searchPatterns(q))})))`;
  const order = sql`${ORDER.get(sort?.field ?? "") ?? byName} ${sort?.descending ? sql`desc` : sql`asc`}`;
  const row = await queryOne<{
    now: Date;
    counted: number;
    rows: ChannelJson[];
    opened: ChannelJson | null;
    domains: string[];
    enabled: number;
    licenses: Parameters<typeof toLicenseRecord>[0][];
    holders: number;
  }>(sql`
    select ${entitledNow} as now,
      (select count(*)::int from (select 1 from ${matching} limit ${TOTAL_CAP + 1}) m) as counted,
      (select coalesce(json_agg(p.channel), '[]') from (select ${channelJson} as channel from ${matching}
        order by ${order}, ${byName}, c.id limit ${size} offset ${(page - 1) * size}) p) as rows,
      (select ${channelJson} from ${known} and c.id = ${opened}::bigint) as opened,
      (select coalesce(json_agg(d.name order by d.name), '[]') from domains d
        where ${withDomains} and (${domainId}::bigint is null or d.id = ${domainId}::bigint)) as domains,
      enabled_channels(${kind}) as enabled,
      (select coalesce(json_agg(${licenseJson} order by l.not_after desc, l.id), '[]') from licenses l
        where l.product = ${product}) as licenses,
      product_holders(${product}, ${TOTAL_CAP + 1}) as holders`);
  const licenses: LicenseRecord[] = row.licenses.map(toLicenseRecord);
  const channel = row.opened && toChannelRecord(row.opened);
  return { ...row, now: new Date(row.now), rows: row.rows.map(toChannelRecord), opened: channel, licenses };
}

/** What became of a channel, and what the answer needs besides. */
type Outcome<Name extends string> = { outcome: Name; id?: string; product?: string; limit?: number };

/** Adds a disabled channel to the domain of that name, if `domainId` (null: no bounds) allows, with its audit entry. */
export async function insertChannel(
  channel: { kind: Channel; domain: string; name: string },
  by: Bounded,
): Promise<Outcome<"added" | "name_taken" | "domain_unknown">> {
  const row = await queryOne<{ done: Outcome<"added" | "name_taken" | "domain_unknown"> }>(sql`
    select add_channel(${channel.kind}, ${channel.domain}, ${channel.name}, ${by.domainId}::bigint,
      ${byParams(by)}) as done`);
  return row.done;
}

/** Gives a channel another name, with the audit entry; one that is so already changes nothing. */
export async function renameChannel(
  channel: { id: string; name: string },
  by: Bounded,
): Promise<Outcome<"renamed" | "kept" | "name_taken" | "not_found">> {
  const row = await queryOne<{ done: Outcome<"renamed" | "kept" | "name_taken" | "not_found"> }>(sql`
    select rename_channel(${channel.id}::bigint, ${channel.name}, ${by.domainId}::bigint,
      ${byParams(by)}) as done`);
  return row.done;
}

const CHANGE = { enable: sql`enable_channel`, disable: sql`disable_channel`, remove: sql`remove_channel` };

export type ChannelChange = keyof typeof CHANGE;

/** Enables (under the limit of all domains together), disables or removes a channel, with the audit entry. */
export async function changeChannel(
  change: ChannelChange,
  id: string,
  by: Bounded,
): Promise<Outcome<"enabled" | "disabled" | "removed" | "kept" | "not_found" | "channel_limit">> {
  const row = await queryOne<{
    done: Outcome<"enabled" | "disabled" | "removed" | "kept" | "not_found" | "channel_limit">;
  }>(sql`
    select ${CHANGE[change]}(${id}::bigint, ${by.domainId}::bigint, ${byParams(by)}) as done`);
  return row.done;
}
