import { setTimeout as sleep } from "node:timers/promises";

/** The database may be away, or not answer: whoever ends the server does not wait for it. */
const LIMIT_MS = 1_500;

/** From now on nothing is begun beside requests, and what fails there fails since the process ends (instrumentation-node.ts). */
export function noteEnding() {
  globalThis[Symbol.for("seatwise.ending")] = true;
}

/** Does what the application keeps back to do at once for many, and would be lost with the process (instrumentation-node.ts). */
export async function doLastActs() {
  const acts = globalThis[Symbol.for("seatwise.last-acts")]?.();
  await Promise.race([acts, sleep(LIMIT_MS, undefined, { ref: false })]);
}
