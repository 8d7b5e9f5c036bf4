import { sql } from "drizzle-orm";
import { queryOne } from "@/db/client";

/**
 * Removes up to `batch` sessions and as many seats that are void since `hours`; answers how many rows went. Rows that
 * somebody else is about to change are left for the next turn.
 */
export async function deleteLapsed(hours: number, batch: number): Promise<number> {
  const row = await queryOne<{ gone: number }>(sql`
    with bound as (select now() - make_interval(hours => ${hours}::int) as at),
    old_sessions as (
      select s.token_hash from sessions s where s.idle_ends_at < (select at from bound)
      limit ${batch}::int for update skip locked),
    old_seats as (
      select t.license_id, t.user_id from seats t where t.ends_at < (select at from bound)
      limit ${batch}::int for update skip locked),
    ended as (delete from sessions s using old_sessions o where s.token_hash = o.token_hash returning 1),
    freed as (
      delete from seats t using old_seats o where t.license_id = o.license_id and t.user_id = o.user_id returning 1)
    select ((select count(*) from ended) + (select count(*) from freed))::int as gone`);
  return row.gone;
}
