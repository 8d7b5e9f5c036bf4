import { findHolderBatch, type HolderBatch } from "@/db/queries/holder-batches";
import type { UserActor } from "@/lib/access/actor";
import { domainBounds, requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";

export type { HolderBatch } from "@/db/queries/holder-batches";

/**
 * The holders of `listHolders` by id, in batches of at most `size`, beginning behind `behindId` (`"0"`: with the first):
 * as quick at any depth, and memory stays the same however many there are.
 * @throws AppError `access_denied` without section and `read`; `not_found` when there is no such license; both before the
 * first batch.
 */
export async function exportHolders(
  actor: UserActor,
  licenseId: string,
  { q, size, ids }: { q: string; size: number; ids?: readonly string[] },
  behindId = "0",
): Promise<AsyncGenerator<HolderBatch>> {
  requireRight(actor, "admin/license", "read");
  const question = { q, bounds: domainBounds(actor), ids };
  const read = (id: string, isFirst: boolean) => findHolderBatch(licenseId, question, id, size, isFirst);
  const first = isUuid(licenseId) ? await read(behindId, true) : null;
  if (first === null) throw new AppError("not_found");
  return (async function* batches() {
    for (let batch: HolderBatch | null = first; batch && batch.holders.length > 0; ) {
      yield batch;
      const last = batch.holders.at(-1);
      batch = last && batch.holders.length === size ? await read(last.id, false) : null;
    }
  })();
}
