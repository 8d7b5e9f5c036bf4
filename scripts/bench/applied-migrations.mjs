import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { query } from "./database-login.mjs";

const FOLDER = fileURLToPath(new URL("../../db/migrations", import.meta.url));

/**
 * How many migrations of this version a database lacks; null when it has one that is not of this version, or another
 * order: then it cannot become what these migrations make.
 *
 * @param {string} url
 * @returns {Promise<number | null>}
 */
export async function missingMigrations(url) {
  const { entries } = JSON.parse(readFileSync(`${FOLDER}/meta/_journal.json`, "utf8"));
  const known = entries.map(({ tag }) =>
    createHash("sha256")
      .update(readFileSync(`${FOLDER}/${tag}.sql`))
      .digest("hex"),
  );
  const applied = await query(url, (sql) => sql`select hash from drizzle.__drizzle_migrations order by created_at`);
  const isBeginning = applied.every(({ hash }, nth) => hash === known[nth]);
  return isBeginning ? known.length - applied.length : null;
}
