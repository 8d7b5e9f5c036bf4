import { updatePassword } from "@/db/queries/user-acts";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { refuseOutcome } from "./refuse-outcome";
import { hashNewPassword } from "@/lib/access/password";
import { parseAddress } from "@/lib/names";

/**
 * Gives the user `name@domain` a new password; all their sessions end and their seats are free in the same act.
 * Answers how many live sessions ended. Without `all_domains`, users of other domains look as if they did not exist.
 * @throws AppError `access_denied`, also for a user with rights that the actor lacks; `bad_request` for the form of the
 * address or the password; `not_found`.
 */
export async function setPassword(actor: Actor, address: string, password: string): Promise<number> {
  requireRight(actor, "admin/users", "write");
  const user = parseAddress(address);
  const { outcome, sessions } = await updatePassword(user, await hashNewPassword(password), actedBy(actor));
  refuseOutcome(outcome);
  return sessions ?? 0;
}
