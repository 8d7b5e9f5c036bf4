import { type SQL, sql } from "drizzle-orm";
import { json, query, queryList, queryOne } from "@/db/client";
import { type ActedOnDomain, type By, byParams, rightsParam } from "./acted-by";
import type { Released } from "./user-acts";

/** What became of a domain that has to be empty for the act; when it is not, what still lives in it. */
export type EmptiedDomain<Done extends string> =
  | { outcome: Done | "not_found" }
  | { outcome: "not_empty"; users: number; channels: number };

/** What ended with a domain: as with a user, and the channels that were disabled. */
export type ReleasedDomain = Released & { channels: number };

const bounds = ({ ownId, rights }: ActedOnDomain) => sql`${ownId}::bigint, ${rightsParam(rights)}`;
const asked = (call: SQL) => sql`select ${call} as done`;

/** Adds a domain and its audit entry; null when the name is taken. */
export async function insertDomain(name: string, acted: By): Promise<string | null> {
  const [row] = await query<{ id: string }>(sql`
    with added as (insert into domains (name) values (${name}) on conflict (name) do nothing returning id, name),
    noted as (
      insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, after)
      select 'add_domain', ${acted.actId}::uuid, a ->> 'kind', a ->> 'id', a ->> 'name', jsonb_build_object('domain', added.name)
      from added, (select ${json(acted.actor)} as a) actor)
    select id::text from added`);
  return row?.id ?? null;
}

/** Gives a domain in which nothing lives another name. */
export async function renameDomain(domain: string, name: string, acted: By) {
  type Renamed = EmptiedDomain<"renamed" | "kept" | "taken">;
  return (await queryOne<{ done: Renamed }>(asked(sql`rename_domain(${domain}, ${name}, ${byParams(acted)})`))).done;
}

/**
 * Disables a domain: sessions of its people end, their seats are taken back, its channels are disabled. The people of a
 * domain are a list, and have a list's time. Outcomes: disabled, kept, not_found, access_denied, self.
 */
export async function disableDomain(domain: string, acted: ActedOnDomain) {
  type Disabled = { outcome: string } & Partial<ReleasedDomain>;
  const call = sql`disable_domain(${domain}, ${bounds(acted)}, ${byParams(acted)})`;
  return (await queryList<{ done: Disabled }>(asked(call))).done;
}

/** Enables a domain; what was taken back stays so. Outcomes: enabled, kept, not_found, access_denied. */
export async function enableDomain(domain: string, acted: ActedOnDomain): Promise<{ outcome: string }> {
  const call = sql`enable_domain(${domain}, ${bounds(acted)}, ${byParams(acted)})`;
  return (await queryOne<{ done: { outcome: string } }>(asked(call))).done;
}

/** Deletes a domain in which nothing lives any more, with the audit entry. */
export async function deleteDomain(domain: string, acted: By) {
  const call = sql`delete_domain(${domain}, ${byParams(acted)})`;
  return (await queryOne<{ done: EmptiedDomain<"deleted"> }>(asked(call))).done;
}
