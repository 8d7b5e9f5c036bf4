import { deleteLapsedSeats } from "@/db/queries/lapsed-sessions";
import { inBatches } from "@/lib/in-batches";

const BATCH = 1_000;

/**
 * Removes seats that lapsed by themselves, a few seconds after. They count for nothing from their end on (specification
 * §3.3), swept or not: what is swept need not be counted out any more. Needs no right, several processes may do it at once.
 * Answers how many went.
 */
export async function sweepSeats(): Promise<number> {
  return inBatches(BATCH, deleteLapsedSeats);
}
