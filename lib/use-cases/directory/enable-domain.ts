import { enableDomain as applyEnabling } from "@/db/queries/domain-acts";
import { actedOnDomain } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { parseDomain } from "@/lib/names";

/**
 * Lets the people of a domain sign in again, but for those who are disabled themselves. Licenses and channels that
 * disabling took back do not return: their places may be others' by now. Answers whether anything changed.
 * @throws AppError `access_denied` without `write` and `all_domains`, and for a domain with people whose rights the actor
 * lacks; `not_found`.
 */
export async function enableDomain(actor: Actor, name: string): Promise<boolean> {
  requireRight(actor, "admin/users", "write");
  requireRight(actor, "admin/users", "all_domains");
  const { outcome } = await applyEnabling(parseDomain(name), actedOnDomain(actor));
  if (outcome === "not_found" || outcome === "access_denied") throw new AppError(outcome);
  return outcome === "enabled";
}
