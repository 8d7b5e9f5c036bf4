import { deleteLapsedSessions } from "@/db/queries/lapsed-sessions";
import { inBatches } from "@/lib/in-batches";

const KEPT_HOURS = 24;
const BATCH = 1_000;

/**
 * Removes sessions that ended by themselves, a day after their end, so that the table does not grow with every browser that
 * was closed without signing out. They have counted for nothing since they ended (specification §3.3), so nobody notices.
 * Needs no right, several processes may do it at once. Answers how many rows went.
 */
export async function sweepSessions(): Promise<number> {
  return inBatches(BATCH, (most) => deleteLapsedSessions(KEPT_HOURS, most));
}
