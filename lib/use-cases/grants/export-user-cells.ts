import { findUserCells, type UserCells } from "@/db/queries/user-grants";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { type UserGrantsQuestion, withinBounds } from "./list-user-grants";

/** So many users are read at once: fewer cost more statements, more leave more to clear away. */
const BATCH = 200;

/**
 * The users of `listUserGrants` by id, as the cells of a list, in batches: memory stays the same however many there are.
 * @throws AppError `access_denied` without section and `read`, before the first batch.
 */
export async function exportUserCells(
  actor: UserActor,
  question: UserGrantsQuestion,
): Promise<AsyncGenerator<UserCells[]>> {
  requireRight(actor, "admin/license", "read");
  const request = withinBounds(actor, question);
  const first = await findUserCells(request, null, BATCH);
  return (async function* batches() {
    for (let batch = first; batch.length > 0; ) {
      yield batch;
      const [id] = batch.at(-1) ?? [];
      batch = id !== undefined && batch.length === BATCH ? await findUserCells(request, id, BATCH) : [];
    }
  })();
}
