import { type SQL, sql } from "drizzle-orm";
import { json, queryOne } from "@/db/client";
import { type ActedBy, type By, byParams, rightsParam } from "./acted-by";
import type { AttemptLimit } from "./attempts";

export type UserKey = { username: string; domain: string };

/** What an act came to: done, `kept` (so already), or why it was refused. */
export type UserOutcome = { outcome: string };

/** What ended with an act: live sessions, concurrent seats, and grants taken back. */
export type Released = { sessions: number; seats: number; grants: number };

async function outcomeOf<Outcome extends object>(call: SQL): Promise<Outcome> {
  return (await queryOne<{ outcome: Outcome }>(sql`select ${call} as outcome`)).outcome;
}

const bounds = ({ domainId, rights }: ActedBy) => sql`${domainId}::bigint, ${rightsParam(rights)}`;

export type NewUser = { username: string; name: string; passwordHash: string | null; roles: string[] };

/** What became of an added user: the id, or which part of it stands in the way; `beyond`: roles with more rights than may be handed out. */
export type AddedUser = { id: string | null; domain_known: boolean; unknown_roles: string[]; beyond: string[] };

/**
 * Adds a user with roles and audit entry in one act; nothing is added when the domain or a role is unknown, a role is
 * beyond the rights of whoever acts, or the username is taken. The domain is locked first, as an import of users does.
 */
export async function insertUser(domain: string, user: NewUser, acted: ActedBy): Promise<AddedUser> {
  return queryOne<AddedUser>(sql`
    with home as (
      select id from domains where name = ${domain} and (${acted.domainId}::bigint is null or id = ${acted.domainId}::bigint) for share),
    wanted as (select distinct jsonb_array_elements_text(${json(user.roles)}) as name),
    known as (select id, name, permissions, sections from roles where name in (select name from wanted) for share),
    unknown as (select name from wanted where name not in (select name from known)),
    beyond as (select name from known where not rights_within(permissions, sections, ${rightsParam(acted.rights)})),
    added as (
      insert into users (domain_id, username, name, password_hash)
      select home.id, ${user.username}, ${user.name}, ${user.passwordHash} from home
      where not exists (select 1 from unknown) and not exists (select 1 from beyond)
      on conflict (domain_id, username) do nothing returning id, name),
    given as (insert into user_roles (user_id, role_id) select added.id, known.id from added, known),
    noted as (
      insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, after)
      select 'add_user', ${acted.actId}::uuid, a ->> 'kind', a ->> 'id', a ->> 'name', added.id,
        jsonb_build_object('user', added.name, 'username', ${user.username}::text, 'domain', ${domain}::text, 'roles', ${json(user.roles)})
      from added, (select ${json(acted.actor)} as a) actor)
    select (select id::text from added) as id, exists (select 1 from home) as domain_known,
      to_json(array(select name from unknown)) as unknown_roles, to_json(array(select name from beyond)) as beyond`);
}

/** Gives a user another name. Outcomes: changed, kept, not_found. */
export async function renameUser({ username, domain }: UserKey, name: string, acted: ActedBy): Promise<UserOutcome> {
  return outcomeOf(sql`edit_user(${username}, ${domain}, ${name}, ${acted.domainId}::bigint, ${byParams(acted)})`);
}

/** Gives a user exactly these roles. Outcomes: changed, kept, not_found, role, access_denied, self. */
export async function replaceRoles(
  { username, domain }: UserKey,
  roles: string[],
  acted: ActedBy,
): Promise<UserOutcome> {
  return outcomeOf(sql`set_user_roles(${username}, ${domain}, ${json(roles)}, ${bounds(acted)}, ${byParams(acted)})`);
}

/** Gives a user roles and takes others; the rest stays as it is. Outcomes as those of `replaceRoles`. */
export async function changeRoles(
  { username, domain }: UserKey,
  { given, taken }: { given: string[]; taken: string[] },
  acted: ActedBy,
): Promise<UserOutcome> {
  const moved = sql`${json(given)}, ${json(taken)}`;
  return outcomeOf(sql`change_user_roles(${username}, ${domain}, ${moved}, ${bounds(acted)}, ${byParams(acted)})`);
}

/** Disables a user and takes sessions and seats back. Outcomes: disabled, kept, not_found, access_denied, self. */
export async function disableUser(
  { username, domain }: UserKey,
  acted: ActedBy,
): Promise<UserOutcome & Partial<Released>> {
  return outcomeOf(sql`disable_user(${username}, ${domain}, ${bounds(acted)}, ${byParams(acted)})`);
}

/** Enables a user; what was taken back stays so. Outcomes: enabled, kept, not_found, access_denied. */
export async function enableUser({ username, domain }: UserKey, acted: ActedBy): Promise<UserOutcome> {
  return outcomeOf(sql`enable_user(${username}, ${domain}, ${bounds(acted)}, ${byParams(acted)})`);
}

/** Deletes a user with everything they hold. Outcomes: deleted, not_found, access_denied, self. */
export async function deleteUser(
  { username, domain }: UserKey,
  acted: ActedBy,
): Promise<UserOutcome & Partial<Released>> {
  return outcomeOf(sql`delete_user(${username}, ${domain}, ${bounds(acted)}, ${byParams(acted)})`);
}

/** Changes a password, ends all sessions of the user and frees their seats. Outcomes: changed, not_found, access_denied. */
export async function updatePassword(
  { username, domain }: UserKey,
  passwordHash: string,
  acted: ActedBy,
): Promise<UserOutcome & { sessions?: number }> {
  return outcomeOf(sql`set_password(${username}, ${domain}, ${passwordHash}, ${bounds(acted)}, ${byParams(acted)})`);
}

/**
 * Changes the password of whoever has this session, if it still is `oldHash`; the session goes on, their others end. When one
 * of `limits` was reached since the password was looked at, nothing happens, and the answer is for how many seconds.
 * Outcomes: changed, ended (the session), other_password.
 */
export async function replaceOwnPassword(
  tokenHash: string,
  { oldHash, passwordHash }: { oldHash: string; passwordHash: string },
  by: By,
  limits: readonly AttemptLimit[],
): Promise<(UserOutcome & { sessions?: number }) | { wait: number }> {
  const row = await queryOne<{ seconds: number; outcome: UserOutcome & { sessions?: number } }>(sql`
    select seconds, case when seconds = 0 then
      change_own_password(decode(${tokenHash}, 'hex'), ${oldHash}, ${passwordHash}, ${byParams(by)}) end as outcome
    from (select attempts_wait(${json(limits)}) as seconds offset 0) as asked`);
  return row.seconds > 0 ? { wait: row.seconds } : row.outcome;
}
