import { insertDomain } from "@/db/queries/domain-acts";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { parseDomain } from "@/lib/names";

/**
 * Adds a tenant; its name is dotted (RFC 1123 labels). Domains belong to whoever sees all of them.
 * @throws AppError `access_denied`; `bad_request` for another form or, with `fault: "taken"`, a name that is taken.
 */
export async function addDomain(actor: Actor, name: string): Promise<string> {
  requireRight(actor, "admin/users", "add");
  requireRight(actor, "admin/users", "all_domains");
  const id = await insertDomain(parseDomain(name), actedBy(actor));
  if (id === null) throw new AppError("bad_request", { field: "domain", fault: "taken" });
  return id;
}
