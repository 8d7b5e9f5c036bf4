import { deleteRole as applyDeletion } from "@/db/queries/roles";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { normalText } from "@/lib/normal-text";
import { EVERY_RIGHT, requireEveryRight } from "./set-role";

/**
 * Deletes a role that nobody has any more.
 * @throws AppError `access_denied` without every right there is; `not_found`; `bad_request` naming role: somebody has it, or
 * it is `sysadmin`.
 */
export async function deleteRole(actor: Actor, role: string): Promise<void> {
  requireRight(actor, "admin/users", "delete");
  requireEveryRight(actor);
  const name = normalText(role);
  if (name === EVERY_RIGHT) throw new AppError("bad_request", { field: "role" });
  const outcome = await applyDeletion(name, actedBy(actor));
  if (outcome === "not_found") throw new AppError("not_found");
  if (outcome === "held") throw new AppError("bad_request", { field: "role" });
}
