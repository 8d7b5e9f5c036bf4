import { enableUser as applyEnabling } from "@/db/queries/user-acts";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { refuseOutcome } from "./refuse-outcome";
import { parseAddress } from "@/lib/names";

/**
 * Lets the user `name@domain` sign in again. Licenses that disabling took back do not return: their seats may be others'
 * by now. Answers whether anything changed.
 * @throws AppError `access_denied`, also for a user with rights that the actor lacks; `bad_request` for the form of the
 * address; `not_found`.
 */
export async function enableUser(actor: Actor, address: string): Promise<boolean> {
  requireRight(actor, "admin/users", "write");
  const { outcome } = await applyEnabling(parseAddress(address), actedBy(actor));
  refuseOutcome(outcome);
  return outcome === "enabled";
}
