import { setGrants } from "@/db/queries/grants";
import { findUserWithGrants, type UserWithGrants } from "@/db/queries/user-grants";
import { actedBy } from "@/lib/access/acted-by";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { isUuid, requireRowId } from "@/lib/ids";
import { toGrantResult } from "./change-grants";

export type WishedGrants = {
  /** The licenses that the user is to hold, and no other; null leaves them as they are. */
  licenseIds: readonly string[] | null;
  /** Only if the user's version is one of these; null: whatever it is. */
  tags: readonly string[] | null;
};

/**
 * Sets the whole set of a user's grants, all or nothing, in one statement. Grants that the user has already are kept
 * without any check, however their license stands; only what is added is checked. Each grant that moves has its audit
 * entry under the one act. Answers the user as they stand then, with their version.
 * @throws AppError `access_denied` without section and `write`; `not_found` for nobody, somebody of a domain out of sight,
 * or an unknown license; `stale` when the version is another; else the reason of the first license that cannot be given.
 */
export async function setUserGrants(
  actor: UserActor,
  userId: string,
  { licenseIds, tags }: WishedGrants,
): Promise<{ user: UserWithGrants; tag: string }> {
  requireRight(actor, "admin/license", "write");
  const known = licenseIds?.map((id) => (isUuid(id) ? id : null)) ?? null;
  const by = actedBy(actor);
  const { outcome, rows = [] } = await setGrants(requireRowId(userId), known, tags, by);
  if (outcome === "not_found" || outcome === "stale") throw new AppError(outcome);
  const refused = rows.map((row) => toGrantResult(row, true).refused).find((reason) => reason !== null);
  if (refused) throw AppError.from(refused);
  const found = await findUserWithGrants(userId, by.domainId);
  if (found === null) throw new AppError("not_found");
  return found;
}
