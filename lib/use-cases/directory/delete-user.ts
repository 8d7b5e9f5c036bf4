import { deleteUser as applyDeletion, type Released } from "@/db/queries/user-acts";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { refuseOutcome } from "./refuse-outcome";
import { parseAddress } from "@/lib/names";

/**
 * Deletes the user `name@domain`. In the same act their sessions end, their seats are free and all their grants are
 * taken back, each with its audit entry, so that history tells what a person held (specification §3.9). Answers what ended.
 * @throws AppError `access_denied`, also for a user with rights that the actor lacks; `bad_request` naming user (oneself)
 * or the address; `not_found`.
 */
export async function deleteUser(actor: Actor, address: string): Promise<Released> {
  requireRight(actor, "admin/users", "delete");
  const { outcome, sessions = 0, seats = 0, grants = 0 } = await applyDeletion(parseAddress(address), actedBy(actor));
  refuseOutcome(outcome);
  return { sessions, seats, grants };
}
