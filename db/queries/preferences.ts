import { sql } from "drizzle-orm";
import { json, query } from "@/db/client";

/** What people may have chosen; each name has its own form of value. */
export type PreferenceName = "matrix_columns" | "hidden_warnings";

/** Keeps a person's choice, in place of the one before. Reading it belongs to the statement of the page that needs it. */
export async function setPreference(userId: string, name: PreferenceName, value: unknown): Promise<void> {
  await query(sql`
    insert into user_preferences (user_id, name, value) values (${userId}::bigint, ${name}, ${json(value)})
    on conflict (user_id, name) do update set value = excluded.value`);
}
