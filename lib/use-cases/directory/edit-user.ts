import { renameUser } from "@/db/queries/user-acts";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { refuseOutcome } from "./refuse-outcome";
import { parseAddress, parsePersonName } from "@/lib/names";

/**
 * Gives the user `name@domain` another name. Answers whether anything changed.
 * @throws AppError `access_denied`; `bad_request` for the form of the address or the name; `not_found`, also for users
 * of other domains without `all_domains`.
 */
export async function editUser(actor: Actor, address: string, name: string): Promise<boolean> {
  requireRight(actor, "admin/users", "write");
  const { outcome } = await renameUser(parseAddress(address), parsePersonName(name), actedBy(actor));
  refuseOutcome(outcome);
  return outcome === "changed";
}
