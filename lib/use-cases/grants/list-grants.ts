import { findMatrix, type HolderRecord } from "@/db/queries/matrix";
import type { LicenseRecord } from "@/db/queries/licenses";
import type { UserActor } from "@/lib/access/actor";
import { domainBounds, isPermitted, requireRight } from "@/lib/access/permissions";
import { cappedTotal, type ListRequest, type Total } from "@/lib/list-request";

export type GrantMatrix = {
  now: Date;
  total: Total;
  licenses: LicenseRecord[];
  users: HolderRecord[];
  /** Whether the actor may tick. */
  writable: boolean;
};

/**
 * One page of users × licenses. Without `all_domains` the users of other domains do not exist.
 * @throws AppError `access_denied` without section and `read`.
 */
export async function listGrants(actor: UserActor, request: ListRequest): Promise<GrantMatrix> {
  requireRight(actor, "admin/license", "read");
  const { now, counted, licenses, users } = await findMatrix(request, domainBounds(actor));
  return { now, total: cappedTotal(counted), licenses, users, writable: isPermitted(actor, "write") };
}
