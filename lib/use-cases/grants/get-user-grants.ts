import { findUserWithGrants, type UserWithGrants } from "@/db/queries/user-grants";
import type { UserActor } from "@/lib/access/actor";
import { domainBounds, requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { isRowId } from "@/lib/ids";

/**
 * A user with all their grants, and the version (`tag`) of what is shown: it changes whenever that changes.
 * @throws AppError `access_denied` without section and `read`; `not_found` for nobody, or somebody of a domain out of sight.
 */
export async function getUserGrants(actor: UserActor, userId: string): Promise<{ user: UserWithGrants; tag: string }> {
  requireRight(actor, "admin/license", "read");
  const found = isRowId(userId) ? await findUserWithGrants(userId, domainBounds(actor)) : null;
  if (found === null) throw new AppError("not_found");
  return found;
}
