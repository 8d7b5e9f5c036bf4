import { type SQL, sql } from "drizzle-orm";
import { queryOne } from "@/db/client";
import { type Bounded, byParams } from "./acted-by";
import { type ActKey, once } from "./idempotence";

/** That session `s` lives. */
export const isLive: SQL = sql`s.idle_ends_at > now() and s.ends_at > now()`;

/** Live sessions of user `u`. */
export const liveSessions: SQL = sql`(select count(*)::int from sessions s where s.user_id = u.id and ${isLive})`;

/** Whether user `id` has a live session, asked of each: `exists` would collect everybody signed in. */
export const hasSession = (id: SQL): SQL =>
  sql`coalesce((select true from sessions s where s.user_id = ${id} and ${isLive} limit 1), false)`;

/** Seats that user `u` holds now, in all concurrent licenses together. */
export const liveSeats: SQL = sql`(select count(*)::int from seats t where t.user_id = u.id and t.ends_at > now())`;

export type SignedInUser = { id: string; name: string; address: string; sessions: number; seats: number };

/** A user of the domain (null: of any) with what signing them out would end. Null when there is no such user. */
export async function findUserSessions(userId: string, domainId: string | null): Promise<SignedInUser | null> {
  const row = await queryOne<{ found: SignedInUser | null }>(sql`
    select (select json_build_object('id', u.id::text, 'name', u.name, 'address', u.username || '@' || d.name,
        'sessions', ${liveSessions}, 'seats', ${liveSeats})
      from users u join domains d on d.id = u.domain_id
      where u.id = ${userId}::bigint and (${domainId}::bigint is null or u.domain_id = ${domainId}::bigint)) as found`);
  return row.found;
}

export type EndedSessions =
  | { outcome: "ended"; sessions: number; seats: number }
  | { outcome: "not_signed_in" | "not_found" | "other_domain" };

/**
 * Ends all sessions of a user within bounds and frees their seats in one act, with a key once. `ownId` is the domain whose
 * people's sessions may be ended (null: any).
 */
export async function endUserSessions(
  userId: string,
  by: Bounded & { ownId: string | null; key: ActKey | null },
): Promise<EndedSessions> {
  return once<EndedSessions>(
    by.key,
    sql`end_user_sessions(${userId}::bigint, ${by.domainId}::bigint, ${by.ownId}::bigint, ${byParams(by)})`,
  );
}
