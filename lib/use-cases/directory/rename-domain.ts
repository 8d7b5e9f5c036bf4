import { renameDomain as applyRenaming } from "@/db/queries/domain-acts";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { parseDomain } from "@/lib/names";
import { refuseFullDomain } from "./refuse-outcome";

/**
 * Corrects the name of a domain in which nothing lives: afterwards the name is part of how people sign in, of what other
 * systems call them, and of history. Answers whether anything changed.
 * @throws AppError `access_denied` without `write` and `all_domains`; `not_found`; `bad_request` naming domain: its form,
 * or with `fault` `"taken"`, or `"not_empty"` with how many `users` and `channels` live in it.
 */
export async function renameDomain(actor: Actor, name: string, newName: string): Promise<boolean> {
  requireRight(actor, "admin/users", "write");
  requireRight(actor, "admin/users", "all_domains");
  const renamed = await applyRenaming(parseDomain(name), parseDomain(newName), actedBy(actor));
  refuseFullDomain(renamed);
  if (renamed.outcome === "taken") throw new AppError("bad_request", { field: "domain", fault: "taken" });
  return renamed.outcome === "renamed";
}
