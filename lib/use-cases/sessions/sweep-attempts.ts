import { deleteLapsedAttempts } from "@/db/queries/attempts";
import { inBatches } from "@/lib/in-batches";

const BATCH = 1_000;

/**
 * Removes counted failures and known addresses that are over, an hour after: where many sign in and few fail, nobody else
 * does. They have counted for nothing since they ended. Needs no right, several processes may do it at once. Answers how
 * many went.
 */
export async function sweepAttempts(): Promise<number> {
  return inBatches(BATCH, deleteLapsedAttempts);
}
