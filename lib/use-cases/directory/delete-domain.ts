import { randomUUID } from "node:crypto";
import { deleteDomain as applyDeletion } from "@/db/queries/directory";
import { type Actor, auditedActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { parseDomain } from "./add-domain";

/**
 * Deletes a domain in which nothing lives any more.
 * @throws AppError `access_denied` without `delete` and `all_domains`; `not_found`; `bad_request` naming domain, with
 * `fault: "not_empty"` and how many `users` and `channels` it still has.
 */
export async function deleteDomain(actor: Actor, name: string): Promise<void> {
  requireRight(actor, "admin/users", "delete");
  requireRight(actor, "admin/users", "all_domains");
  const by = { actor: auditedActor(actor), actId: randomUUID() };
  const deleted = await applyDeletion(parseDomain(name), by);
  if (deleted.outcome === "not_found") throw new AppError("not_found");
  if (deleted.outcome === "not_empty") {
    const { users, channels } = deleted;
    throw new AppError("bad_request", { field: "domain", fault: "not_empty", users, channels });
  }
}
