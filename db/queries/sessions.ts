import { sql } from "drizzle-orm";
import { json, query, queryOne } from "@/db/client";
import type { AttemptLimit, KnownKey } from "./attempts";

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
  /** Whether the session's end is to be moved, soon (`moveSessionEnds`). */
  due: boolean;
};

export type SessionKind = "browser" | "api";

/** A license that a sign-in did not open, and the reason code why. */
export type MissingLicense = { license_id: string; product: string; limit: number; date: string; reason: string };

export type OpenedSession =
  | { session: { user_id: string; name: string; ends_at: string }; missing: MissingLicense[] }
  | { refused: string; product?: string; limit?: number; date?: string; about?: string };

export type Credentials = { id: string; passwordHash: string | null };

/**
 * Who the token of a session or an access token is, with their rights. Null when it has ended. One statement, which writes
 * only when the session or a seat of its user has less than ten seconds left, or when an access token was last used more than a minute ago.
 */
export async function findTokenActor(tokenHash: string, idleMinutes: number): Promise<TokenActorRecord | null> {
  const row = await queryOne<{ actor: TokenActorRecord | null }>(sql`
    select token_actor(decode(${tokenHash}, 'hex'), make_interval(mins => ${idleMinutes}::int)) as actor`);
  return row.actor;
}

/** A session by the hash of its token, and how many seconds ago it was used. */
export type SessionUse = { tokenHash: string; ago: number };

/**
 * Moves the ends of live sessions and of their users' seats to `idleMinutes` from their use, waiting for nobody; answers
 * the hashes of those that somebody else was at, for `moveSessionEnd`. One statement.
 */
export async function moveSessionEnds(uses: readonly SessionUse[], idleMinutes: number): Promise<string[]> {
  const rows = await query<{ left: string }>(sql`
    select encode(e, 'hex') as left
    from (select array_agg(decode("tokenHash", 'hex')) as hashes, array_agg(make_interval(secs => ago)) as ages
      from jsonb_to_recordset(${json(uses)}) as u("tokenHash" text, ago float8)) u,
    extend_sessions(hashes, ages, make_interval(mins => ${idleMinutes}::int)) e`);
  return rows.map(({ left }) => left);
}

/** As `moveSessionEnds`, of one session, when it is its turn; false when it has ended. */
export async function moveSessionEnd({ tokenHash, ago }: SessionUse, idleMinutes: number): Promise<boolean> {
  const row = await queryOne<{ lives: boolean }>(sql`
    select extend_session(decode(${tokenHash}, 'hex'), make_interval(mins => ${idleMinutes}::int),
      make_interval(secs => ${ago}::float8)) as lives`);
  return row.lives;
}

/**
 * Opens a session and takes its seats in one act, or says which rule refuses it. When one of `limits` was reached since the
 * password was looked at, nothing happens, and the answer is for how many seconds. Remembers `known` where the password counted.
 */
export async function openSession(options: {
  userId: string;
  /** The hash that the password was checked against. */
  passwordHash: string | null;
  tokenHash: string;
  kind: SessionKind;
  idleMinutes: number;
  maxHours: number;
  actId: string;
  limits?: readonly AttemptLimit[];
  known?: KnownKey;
}): Promise<OpenedSession | { wait: number }> {
  const { limits = [], known } = options;
  const row = await queryOne<{ seconds: number; answer: OpenedSession }>(sql`
    with opened as materialized (
      select seconds, case when seconds = 0 then
        open_session(${options.userId}::bigint, ${options.passwordHash}, decode(${options.tokenHash}, 'hex'), ${options.kind},
          make_interval(mins => ${options.idleMinutes}::int), make_interval(hours => ${options.maxHours}::int),
          ${options.actId}::uuid) end as answer
      from (select attempts_wait(${json(limits)}) as seconds offset 0) as asked
    ), remembered as (
      insert into attempts as a (key, count, ends_at)
      select k.key, 0, now() + make_interval(secs => k.seconds)
      from opened, jsonb_to_recordset(${json(known ? [known] : [])}) as k(key text, seconds int)
      where answer is not null and answer ->> 'refused' is distinct from 'unauthenticated'
      on conflict (key) do update set ends_at = excluded.ends_at where a.ends_at < excluded.ends_at - interval '1 day')
    select seconds, answer from opened`);
  return row.seconds > 0 ? { wait: row.seconds } : row.answer;
}

/**
 * Ends one session and frees its seats, or removes an access token, in one act; false when it had ended before.
 */
export async function closeSession(tokenHash: string, actId: string): Promise<boolean> {
  const row = await queryOne<{ closed: boolean }>(sql`
    with removed as (
      delete from access_tokens where token_hash = decode(${tokenHash}, 'hex') returning user_id, name, scope, ends_at
    ), audited as (
      insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, before)
      select 'revoke_token', ${actId}::uuid, 'user', u.id::text, u.username || '@' || d.name || ' (' || r.name || ')', u.id,
        jsonb_build_object('token', r.name, 'token_scope', r.scope, 'token_ends', r.ends_at,
          'user', u.name, 'username', u.username, 'domain', d.name)
      from removed r join users u on u.id = r.user_id join domains d on d.id = u.domain_id)
    select close_session(decode(${tokenHash}, 'hex'), ${actId}::uuid) or exists (select 1 from removed) as closed`);
  return row.closed;
}

/** As `closeSession`, unless the session is that of `userId`. */
export async function closeSessionOfAnother(tokenHash: string, userId: string, actId: string): Promise<boolean> {
  const rows = await query<{ closed: boolean }>(sql`
    select close_session(s.token_hash, ${actId}::uuid) as closed from sessions s
    where s.token_hash = decode(${tokenHash}, 'hex') and s.user_id <> ${userId}::bigint`);
  return rows.some(({ closed }) => closed);
}

/**
 * The id and password hash of an enabled user, null when there is none, and for how many seconds one of the limits is
 * reached; one statement, alike whoever is asked for.
 */
export async function findCredentials(
  address: { username: string; domain: string } | null,
  limits: readonly AttemptLimit[],
): Promise<{ wait: number; user: Credentials | null }> {
  const row = await queryOne<{ wait: number; user: Credentials | null }>(sql`
    select attempts_wait(${json(limits)}) as wait, (
      select json_build_object('id', u.id::text, 'passwordHash', u.password_hash)
      from users u join domains d on d.id = u.domain_id
      where d.name = ${address?.domain ?? ""} and u.username = ${address?.username ?? ""} and u.disabled_at is null and d.disabled_at is null) as "user"`);
  return row;
}
