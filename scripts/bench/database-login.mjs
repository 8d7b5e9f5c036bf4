import { createHash, randomBytes } from "node:crypto";
import postgres from "postgres";

/**
 * Signs a user in without a password.
 *
 * @returns {Promise<string>} the cookie
 */
export async function openSession(sql, userId) {
  const token = randomBytes(32).toString("base64url");
  await sql`
    insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
    values (${createHash("sha256").update(token).digest()}, ${userId}, 'browser', now() + interval '1 day', now() + interval '1 day')`;
  return `seatwise.session=${token}`;
}

/**
 * Gives a user an access token; the one that they had from here is no longer accepted.
 *
 * @returns {Promise<string>} the token
 */
export async function openToken(sql, userId, scope = "read") {
  const token = randomBytes(32).toString("base64url");
  await sql`
    insert into access_tokens (user_id, name, scope, token_hash, ends_at)
    values (${userId}, 'bench', ${scope}, ${createHash("sha256").update(token).digest()}, now() + interval '1 day')
    on conflict (user_id, name) do update set token_hash = excluded.token_hash, scope = excluded.scope, ends_at = excluded.ends_at`;
  return token;
}

/** Does something on one connection. */
export async function query(url, work) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
