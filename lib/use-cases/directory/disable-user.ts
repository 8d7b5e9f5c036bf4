import { disableUser as applyDisabling, type Released } from "@/db/queries/user-acts";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { refuseOutcome } from "./refuse-outcome";
import { parseAddress } from "@/lib/names";

/**
 * Keeps the user `name@domain` from signing in. In the same act their sessions end and their seats are free: concurrent
 * ones and grants of named licenses; grants of concurrent licenses take no seat and stay (specification §3.9).
 * Answers what ended; null when the user was disabled already.
 * @throws AppError `access_denied`, also for a user with rights that the actor lacks; `bad_request` naming user (oneself)
 * or the address; `not_found`.
 */
export async function disableUser(actor: Actor, address: string): Promise<Released | null> {
  requireRight(actor, "admin/users", "write");
  const { outcome, sessions = 0, seats = 0, grants = 0 } = await applyDisabling(parseAddress(address), actedBy(actor));
  refuseOutcome(outcome);
  return outcome === "disabled" ? { sessions, seats, grants } : null;
}
