import { z } from "zod";
import { findUserWithGrants, type UserWithGrants } from "@/db/queries/user-grants";
import type { UserActor } from "@/lib/access/actor";
import { domainBounds, requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { changeGrants } from "./change-grants";

/**
 * Gives one license to a user (`held`) or takes it from them; doing what is so already changes nothing. Answers the user
 * as they stand then, with their version.
 * @throws AppError `access_denied` without section and `write`; `not_found` for nobody, somebody of a domain out of sight,
 * or an unknown license; else the reason why the license cannot be given.
 */
export async function changeUserGrant(
  actor: UserActor,
  userId: string,
  licenseId: string,
  held: boolean,
): Promise<{ user: UserWithGrants; tag: string }> {
  requireRight(actor, "admin/license", "write");
  const isReadable = /^\d{1,18}$/.test(userId) && z.guid().safeParse(licenseId).success;
  if (!isReadable) throw new AppError("not_found");
  const [result] = await changeGrants(actor, [{ userId, licenseId, held }]);
  if (result?.refused) throw AppError.from(result.refused);
  const found = await findUserWithGrants(userId, domainBounds(actor));
  if (found === null) throw new AppError("not_found");
  return found;
}
