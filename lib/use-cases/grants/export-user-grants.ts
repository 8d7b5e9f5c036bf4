import { findUserBatch, type UserWithGrants } from "@/db/queries/user-grants";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { type UserGrantsQuestion, withinBounds } from "./list-user-grants";

/**
 * The users of `listUserGrants` by id, in batches of at most `size`, beginning behind `behindId` (`"0"`: with the first):
 * as quick at any depth, and memory stays the same however many there are.
 * @throws AppError `access_denied` without section and `read`, before the first batch.
 */
export async function exportUserGrants(
  actor: UserActor,
  question: UserGrantsQuestion,
  behindId = "0",
): Promise<AsyncGenerator<UserWithGrants[]>> {
  requireRight(actor, "admin/license", "read");
  const request = withinBounds(actor, question);
  const read = (id: string) => findUserBatch(request, id, question.size);
  const first = await read(behindId);
  return (async function* batches() {
    for (let batch = first; batch.length > 0; ) {
      yield batch;
      const last = batch.at(-1);
      batch = last && batch.length === question.size ? await read(last.id) : [];
    }
  })();
}
