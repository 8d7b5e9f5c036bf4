import { sql } from "drizzle-orm";
import { queryOne } from "@/db/client";
import { type By, byParams } from "./acted-by";
import { entitledNow } from "./clock";
import type { UserKey } from "./user-acts";

export type TokenScope = "read" | "write";

/** An access token as its person sees it; the secret is nowhere. */
export type TokenRecord = {
  id: string;
  name: string;
  scope: TokenScope;
  createdAt: Date;
  endsAt: Date;
  /** To the minute; null: never used. */
  lastUsedAt: Date | null;
  /** By the clock of the database. */
  isEnded: boolean;
};

type TokenJson = Omit<TokenRecord, "createdAt" | "endsAt" | "lastUsedAt"> & {
  createdAt: string;
  endsAt: string;
  lastUsedAt: string | null;
};

export type TokenOutcome =
  | { outcome: "added"; ends_at: string }
  | { outcome: "not_found" | "disabled" | "taken" | "too_many" };

/** What a person sees of their tokens at once: all that live, and the latest of those that have ended. */
const MOST_SHOWN = 100;

/** Adds a token and its audit entry in one act, unless the name is taken or `limit` tokens of this person live already. */
export async function insertToken(
  { username, domain }: UserKey,
  token: { name: string; scope: TokenScope; hash: string; days: number },
  { limit, ...by }: By & { limit: number },
): Promise<TokenOutcome> {
  const { name, scope, hash, days } = token;
  const row = await queryOne<{ added: TokenOutcome }>(sql`
    select add_token(${username}, ${domain}, ${name}, ${scope}, decode(${hash}, 'hex'), ${days}::int, ${limit}::int,
      ${byParams(by)}) as added`);
  return row.added;
}

/** Which of a person's tokens. */
export type TokenKey = { id: string } | { name: string };

/** Deletes a token with its audit entry in one act; false when there is none. */
export async function deleteToken({ username, domain }: UserKey, key: TokenKey, by: By): Promise<boolean> {
  const [id, name] = "id" in key ? [key.id, null] : [null, key.name];
  const row = await queryOne<{ revoked: { outcome: "revoked" | "not_found" } }>(sql`
    select revoke_token(${username}, ${domain}, ${id}::bigint, ${name}::text, ${byParams(by)}) as revoked`);
  return row.revoked.outcome === "revoked";
}

function toRecord(token: TokenJson): TokenRecord {
  const { createdAt, endsAt, lastUsedAt } = token;
  return {
    ...token,
    createdAt: new Date(createdAt),
    endsAt: new Date(endsAt),
    lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt),
  };
}

/** The tokens of username@domain, the living ones first, then the newest; null when there is no such user. One statement. */
export async function findTokens({ username, domain }: UserKey): Promise<TokenRecord[] | null> {
  const row = await queryOne<{ is_known: boolean; tokens: TokenJson[] }>(sql`
    with person as (
      select u.id from users u join domains d on d.id = u.domain_id where d.name = ${domain} and u.username = ${username}),
    shown as (
      select t.*, t.ends_at <= ${entitledNow} as is_ended from access_tokens t where t.user_id = (select id from person)
      order by is_ended, t.created_at desc, t.id desc limit ${MOST_SHOWN}::int)
    select exists (select 1 from person) as is_known,
      (select coalesce(json_agg(json_build_object('id', s.id::text, 'name', s.name, 'scope', s.scope, 'createdAt', s.created_at,
        'endsAt', s.ends_at, 'lastUsedAt', s.last_used_at, 'isEnded', s.is_ended)
        order by s.is_ended, s.created_at desc, s.id desc), '[]') from shown s) as tokens`);
  return row.is_known ? row.tokens.map(toRecord) : null;
}
