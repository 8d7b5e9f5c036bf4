/** Takes one of so many places; `giveBack` is to be called once. */
export type Turns = { take(signal: AbortSignal): Promise<() => void> };

/**
 * Lets `most` have a turn at once, the others in the order in which they came. Who waits no longer, as `signal` says, is
 * rejected with its reason and never has one: what nobody waits for is not sent.
 */
export function createTurns(most: number): Turns {
  const waiting = new Set<() => void>();
  let taken = 0;

  function giveBack(): void {
    const [next] = waiting;
    if (next === undefined) taken -= 1;
    else next();
  }

  async function take(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (taken < most) {
      taken += 1;
      return giveBack;
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(go);
        reject(signal.reason);
      };
      const go = () => {
        waiting.delete(go);
        signal.removeEventListener("abort", leave);
        resolve(giveBack);
      };
      waiting.add(go);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  return { take };
}

/** A socket that fails says so before it is closed; by then it is. */
const GONE_MS = 50;

/** Over a connection that goes on: what PostgreSQL says of a statement; or there never was a connection. */
function isHarmless(error: unknown): boolean {
  if (!(error instanceof Error)) return error === undefined;
  if ("severity" in error) return error.severity === "ERROR";
  return "syscall" in error && error.syscall === "connect";
}

/**
 * Ends a turn; `error` is what its statement failed with, undefined where it did not. Where the connection may be broken, not
 * before it is gone: until then the driver takes it for a good one, and would never answer what is sent over it.
 */
export function endTurn(giveBack: () => void, error: unknown): void {
  if (isHarmless(error)) giveBack();
  else setTimeout(giveBack, GONE_MS);
}
