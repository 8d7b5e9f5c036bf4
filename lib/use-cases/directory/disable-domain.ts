import { disableDomain as applyDisabling, type ReleasedDomain } from "@/db/queries/domain-acts";
import { actedOnDomain } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { parseDomain } from "@/lib/names";

/**
 * Keeps everybody of a domain from signing in, and their access tokens from being accepted. In the same act their sessions
 * end, their seats are free, as when each were disabled, and the domain's channels are disabled. The people stay as they are.
 * Answers what ended; null when the domain was disabled already.
 * @throws AppError `access_denied` without `write` and `all_domains`, and for a domain with people whose rights the actor
 * lacks; `bad_request` naming domain, with `fault: "self"` for the actor's own; `not_found`.
 */
export async function disableDomain(actor: Actor, name: string): Promise<ReleasedDomain | null> {
  requireRight(actor, "admin/users", "write");
  requireRight(actor, "admin/users", "all_domains");
  const answer = await applyDisabling(parseDomain(name), actedOnDomain(actor));
  const { outcome, sessions = 0, seats = 0, grants = 0, channels = 0 } = answer;
  if (outcome === "not_found" || outcome === "access_denied") throw new AppError(outcome);
  if (outcome === "self") throw new AppError("bad_request", { field: "domain", fault: "self" });
  return outcome === "disabled" ? { sessions, seats, grants, channels } : null;
}
