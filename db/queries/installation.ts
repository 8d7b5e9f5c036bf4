import { sql } from "drizzle-orm";
import { queryOne } from "@/db/client";

/** Whether any license is in force, and when the last one ended: what the sign-in page tells. */
export async function getInstallationState() {
  const row = await queryOne<{ in_force: boolean; ended_at: Date | null; has_users: boolean }>(sql`
    select exists (select 1 from licenses l where l.withdrawn_at is null and l.not_before <= now() and l.not_after > now()) as in_force,
      (select max(l.not_after) from licenses l where l.withdrawn_at is null) as ended_at,
      exists (select 1 from users) as has_users`);
  return {
    inForce: row.in_force,
    endedAt: row.ended_at === null ? null : new Date(row.ended_at),
    hasUsers: row.has_users,
  };
}

/** Answers when the database does. @throws DeadlineError after `deadlineMs`. */
export async function pingDatabase(deadlineMs: number): Promise<void> {
  await queryOne(sql`select 1 as alive`, deadlineMs);
}
