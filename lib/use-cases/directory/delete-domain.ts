import { deleteDomain as applyDeletion } from "@/db/queries/domain-acts";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { parseDomain } from "@/lib/names";
import { refuseFullDomain } from "./refuse-outcome";

/**
 * Deletes a domain in which nothing lives any more.
 * @throws AppError `access_denied` without `delete` and `all_domains`; `not_found`; `bad_request` naming domain, with
 * `fault: "not_empty"` and how many `users` and `channels` it still has.
 */
export async function deleteDomain(actor: Actor, name: string): Promise<void> {
  requireRight(actor, "admin/users", "delete");
  requireRight(actor, "admin/users", "all_domains");
  refuseFullDomain(await applyDeletion(parseDomain(name), actedBy(actor)));
}
