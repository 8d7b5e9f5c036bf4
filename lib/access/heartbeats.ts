/** A session by the hash of its token, and when somebody used it last, in milliseconds of `performance.now()`. */
export type Heartbeat = { tokenHash: string; usedAt: number };

type Holder = typeof globalThis & { seatwiseHeartbeats?: Map<string, number> };

/** One list for the process, also when a bundler loads this file more than once. */
function heartbeats(): Map<string, number> {
  const holder = globalThis as Holder;
  holder.seatwiseHeartbeats ??= new Map();
  return holder.seatwiseHeartbeats;
}

/** Notes a session that somebody uses, right now unless told: its end is to be moved, soon. What was noted later stays. */
export function noteHeartbeat(tokenHash: string, usedAt = performance.now()): void {
  const noted = heartbeats();
  noted.set(tokenHash, Math.max(usedAt, noted.get(tokenHash) ?? usedAt));
}

/** Takes up to `most` of what was noted, the oldest first. */
export function takeHeartbeats(most: number): Heartbeat[] {
  const noted = heartbeats();
  const taken: Heartbeat[] = [];
  for (const [tokenHash, usedAt] of noted) {
    if (taken.length === most) break;
    taken.push({ tokenHash, usedAt });
    noted.delete(tokenHash);
  }
  return taken;
}
