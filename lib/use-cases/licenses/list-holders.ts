import { findHolders, type HoldersRequest, type LicenseHolders } from "@/db/queries/holders";
import type { UserActor } from "@/lib/access/actor";
import { domainBounds, isPermitted, requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";

export { isHolderField } from "@/db/queries/holders";

export type HolderList = LicenseHolders & {
  /** Whether the actor may end sessions, of users of their own domain. */
  writable: boolean;
};

/**
 * One page of the users who hold a license. Sort fields `domain`, `user`, `sessions`, one after another (specification §7); without one,
 * who is signed in comes first. Without `all_domains` the users of other domains do not exist.
 * @throws AppError `access_denied` without section and `read`; `not_found` when there is no such license.
 */
export async function listHolders(actor: UserActor, licenseId: string, request: HoldersRequest): Promise<HolderList> {
  requireRight(actor, "admin/license", "read");
  const found = isUuid(licenseId) ? await findHolders(licenseId, request, domainBounds(actor)) : null;
  if (found === null) throw new AppError("not_found");
  return { ...found, writable: isPermitted(actor, "write") };
}
