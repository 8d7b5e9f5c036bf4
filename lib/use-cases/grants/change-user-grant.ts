import { changeGrantIf, changeGrants } from "@/db/queries/grants";
import { findUserWithGrants, type UserWithGrants } from "@/db/queries/user-grants";
import { actedBy } from "@/lib/access/acted-by";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { isRowId, isUuid } from "@/lib/ids";
import { toGrantResult } from "./change-grants";

/**
 * Gives one license to a user (`held`) or takes it from them; doing what is so already changes nothing. With `tags` only if
 * the user's version is one of these. Answers the user as they stand then, with their version.
 * @throws AppError `access_denied` without section and `write`; `not_found` for nobody, somebody of a domain out of sight,
 * or an unknown license; `stale` when the version is another; else the reason why the license cannot be given.
 */
export async function changeUserGrant(
  actor: UserActor,
  userId: string,
  licenseId: string,
  held: boolean,
  tags: readonly string[] | null = null,
): Promise<{ user: UserWithGrants; tag: string }> {
  requireRight(actor, "admin/license", "write");
  if (!isRowId(userId) || !isUuid(licenseId)) throw new AppError("not_found");
  const change = { userId, licenseId, held };
  const by = actedBy(actor);
  const outcomes =
    tags === null ? await changeGrants([change], { ...by, whole: false }) : await changeGrantIf(change, tags, by);
  for (const outcome of outcomes) {
    const { refused } = toGrantResult(outcome, held);
    if (refused) throw AppError.from(refused);
  }
  const found = await findUserWithGrants(userId, by.domainId);
  if (found === null) throw new AppError("not_found");
  return found;
}
