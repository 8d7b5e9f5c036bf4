import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { inDatabaseWords } from "./database-words.mjs";

/**
 * How to sign in to the demo installation, as far as it is true: its folder may have outlived its database, or its user.
 *
 * @param {string} demoDir
 * @param {string} databaseUrl of a migrated database
 * @returns {Promise<{ username: string, password: string } | "damaged" | null>} null when there is no demo, or nobody to
 *   sign in as
 */
export async function demoSignIn(demoDir, databaseUrl) {
  const file = join(demoDir, "sign-in.json");
  if (!existsSync(file)) return null;
  const kept = parse(readFileSync(file, "utf8"));
  if (typeof kept?.username !== "string" || typeof kept.password !== "string") return "damaged";
  return (await isUser(kept.username, databaseUrl)) ? kept : null;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function isUser(address, url) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const ask = () => sql`
      select exists (
        select from users u join domains d on d.id = u.domain_id
        where u.username || '@' || d.name = ${address} and u.disabled_at is null and d.disabled_at is null) as found`;
    const [{ found }] = await inDatabaseWords(url, ask);
    return found;
  } finally {
    await sql.end();
  }
}
