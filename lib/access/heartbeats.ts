type Holder = typeof globalThis & { seatwiseHeartbeats?: Set<string> };

/** One list for the process, also when a bundler loads this file more than once. */
function heartbeats(): Set<string> {
  const holder = globalThis as Holder;
  holder.seatwiseHeartbeats ??= new Set();
  return holder.seatwiseHeartbeats;
}

/** Notes the session with this hash of a token as one that somebody has just used: its end is to be moved, soon. */
export function noteHeartbeat(tokenHash: string): void {
  heartbeats().add(tokenHash);
}

/** Takes up to `most` of what was noted, the oldest first. */
export function takeHeartbeats(most: number): string[] {
  const noted = heartbeats();
  const taken: string[] = [];
  for (const tokenHash of noted) {
    if (taken.length === most) break;
    taken.push(tokenHash);
    noted.delete(tokenHash);
  }
  return taken;
}
