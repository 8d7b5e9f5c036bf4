import { moveSessionEnd, moveSessionEnds } from "@/db/queries/sessions";
import { type Heartbeat, noteHeartbeat, takeHeartbeats } from "@/lib/access/heartbeats";
import { env } from "@/lib/env";

/** So many sessions are extended by one statement. */
const BATCH = 500;

/**
 * Extends the sessions that were used since the last turn, with their seats, from their use on (specification §3.3): those
 * of one process by one statement for each 500. What could not be written is kept for the next turn; what a crash takes is
 * less than that of one turn. Needs no right, several processes may do it at once; in one, a turn waits for the one before.
 * Answers how many were to be extended.
 */
export function extendSessions(): Promise<number> {
  turn = turn.catch(() => 0).then(extendAll);
  return turn;
}

let turn: Promise<number> = Promise.resolve(0);

async function extendAll(): Promise<number> {
  let total = 0;
  for (;;) {
    const used = takeHeartbeats(BATCH);
    if (used.length > 0) await extend(used);
    total += used.length;
    if (used.length < BATCH) return total;
  }
}

const useOf = ({ tokenHash, usedAt }: Heartbeat) => ({ tokenHash, ago: (performance.now() - usedAt) / 1_000 });

async function extend(used: Heartbeat[]): Promise<void> {
  const idleMinutes = env().SESSION_IDLE_MINUTES;
  const left = new Map(used.map((each) => [each.tokenHash, each]));
  try {
    const contested = new Set(await moveSessionEnds(used.map(useOf), idleMinutes));
    for (const { tokenHash } of used) if (!contested.has(tokenHash)) left.delete(tokenHash);
    for (const each of left.values()) {
      await moveSessionEnd(useOf(each), idleMinutes);
      left.delete(each.tokenHash);
    }
  } catch (error) {
    for (const { tokenHash, usedAt } of left.values()) noteHeartbeat(tokenHash, usedAt);
    throw error;
  }
}
