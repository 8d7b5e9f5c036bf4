import { sql } from "drizzle-orm";
import { query, queryOne } from "@/db/client";

export type TokenActorRecord = {
  user_id: string;
  name: string;
  username: string;
  domain_id: string;
  domain: string;
  permissions: string[];
  sections: string[];
  in_force: boolean;
  /** The name of the access token; null for a session. */
  token: string | null;
  ends_at: string;
};

export type SessionKind = "browser" | "api";

/** A license that a sign-in did not open, and the reason code why. */
export type MissingLicense = { license_id: string; product: string; limit: number; date: string; reason: string };

export type OpenedSession =
  | { session: { user_id: string; name: string; ends_at: string }; missing: MissingLicense[] }
  | { refused: string; product?: string; limit?: number; date?: string };

/**
 * Who the token of a session or an access token is, with their rights; extends a live session once a minute. Null when it
 * has ended. One statement.
 */
export async function findTokenActor(tokenHash: string, idleMinutes: number): Promise<TokenActorRecord | null> {
  const row = await queryOne<{ actor: TokenActorRecord | null }>(sql`
    select token_actor(decode(${tokenHash}, 'hex'), make_interval(mins => ${idleMinutes}::int)) as actor`);
  return row.actor;
}

/** Opens a session and takes its seats in one act, or says which rule refuses it. */
export async function openSession(options: {
  userId: string;
  /** The hash that the password was checked against. */
  passwordHash: string | null;
  tokenHash: string;
  kind: SessionKind;
  idleMinutes: number;
  maxHours: number;
  actId: string;
}): Promise<OpenedSession> {
  const row = await queryOne<{ opened: OpenedSession }>(sql`
    select open_session(${options.userId}::bigint, ${options.passwordHash}, decode(${options.tokenHash}, 'hex'), ${options.kind},
      make_interval(mins => ${options.idleMinutes}::int), make_interval(hours => ${options.maxHours}::int),
      ${options.actId}::uuid) as opened`);
  return row.opened;
}

/** Ends one session and frees its seats in one act; false when it had ended before. */
export async function closeSession(tokenHash: string, actId: string): Promise<boolean> {
  const row = await queryOne<{ closed: boolean }>(sql`
    select close_session(decode(${tokenHash}, 'hex'), ${actId}::uuid) as closed`);
  return row.closed;
}

/** The id and password hash of an enabled user; null when there is none. */
export async function findCredentials(username: string, domain: string) {
  const [row] = await query<{ id: string; password_hash: string | null }>(sql`
    select u.id::text, u.password_hash from users u join domains d on d.id = u.domain_id
    where d.name = ${domain} and u.username = ${username} and u.disabled_at is null`);
  return row ?? null;
}
