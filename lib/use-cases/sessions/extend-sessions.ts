import { moveSessionEnd, moveSessionEnds } from "@/db/queries/sessions";
import { noteHeartbeat, takeHeartbeats } from "@/lib/access/heartbeats";
import { env } from "@/lib/env";

/** So many sessions are extended by one statement. */
const BATCH = 500;

/**
 * Extends the sessions that were used since the last turn, with their seats (specification §3.3): those of one process by
 * one statement for each 500. What could not be written is kept for the next turn; what a crash takes is less than that of
 * one turn. Needs no right, several processes may do it at once. Answers how many were to be extended.
 */
export async function extendSessions(): Promise<number> {
  let total = 0;
  for (;;) {
    const used = takeHeartbeats(BATCH);
    if (used.length > 0) await extend(used);
    total += used.length;
    if (used.length < BATCH) return total;
  }
}

async function extend(used: string[]): Promise<void> {
  const idleMinutes = env().SESSION_IDLE_MINUTES;
  const left = new Set(used);
  try {
    const contested = await moveSessionEnds(used, idleMinutes);
    left.clear();
    for (const tokenHash of contested) left.add(tokenHash);
    for (const tokenHash of contested) {
      await moveSessionEnd(tokenHash, idleMinutes);
      left.delete(tokenHash);
    }
  } catch (error) {
    for (const tokenHash of left) noteHeartbeat(tokenHash);
    throw error;
  }
}
