import { findUserSessions, type SignedInUser } from "@/db/queries/user-sessions";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { isRowId } from "@/lib/ids";

/**
 * What signing a user out would end: what a confirmation says before it happens. Null when there is nothing to end: the
 * user is not signed in, is of another domain, or does not exist.
 * @throws AppError `access_denied` without section and `write`.
 */
export async function getUserSessions(actor: UserActor, userId: string): Promise<SignedInUser | null> {
  requireRight(actor, "admin/license", "write");
  const user = isRowId(userId) ? await findUserSessions(userId, actor.domain.id) : null;
  return user && user.sessions + user.seats > 0 ? user : null;
}
