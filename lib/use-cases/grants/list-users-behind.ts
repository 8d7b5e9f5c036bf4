import { findUserBatch, type UserWithGrants } from "@/db/queries/user-grants";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { type UserGrantsQuestion, withinBounds } from "./list-user-grants";

/**
 * The users of `listUserGrants` by id, at most `size` of them behind `behindId` (`"0"`: from the first on): as quick at any depth.
 * @throws AppError `access_denied` without section and `read`.
 */
export async function listUsersBehind(
  actor: UserActor,
  question: UserGrantsQuestion,
  behindId: string,
): Promise<UserWithGrants[]> {
  requireRight(actor, "admin/license", "read");
  return findUserBatch(withinBounds(actor, question), behindId, question.size);
}
