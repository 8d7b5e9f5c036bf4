import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "@/tests/support/worker-database";

type Connection = Awaited<ReturnType<typeof sql.reserve>>;

/** When a statement waits for a lock. */
export async function untilWaiting(): Promise<void> {
  for (;;) {
    const rows = await sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (rows.length > 0) return;
    await sleep(10);
  }
}

/** Does something in a transaction that stays open until `commit`. */
export async function hold(work: (connection: Connection) => Promise<unknown>): Promise<{ commit(): Promise<void> }> {
  const connection = await sql.reserve();
  await connection`begin`;
  await work(connection);
  return {
    commit: async () => {
      await connection`commit`;
      connection.release();
    },
  };
}
