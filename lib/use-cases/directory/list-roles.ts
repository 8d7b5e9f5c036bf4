import { findRoles, type HeldRole } from "@/db/queries/roles";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";

/** All roles by name, with their rights and how many users have each, as far as the actor may see them. @throws AppError `access_denied`. */
export async function listRoles(actor: Actor): Promise<HeldRole[]> {
  requireRight(actor, "admin/users", "read");
  return findRoles();
}
