import { type AuditRecord, findAuditBatch } from "@/db/queries/audit";
import type { AuditFilter } from "@/db/queries/audit-filter";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { env } from "@/lib/env";
import { auditBounds } from "./list-audit";

const BATCH = 1_000;

/**
 * All entries that the page with this filter lists, newest first, in batches of at most 1,000: memory stays the same
 * however many there are, and what is written meanwhile does not come in between.
 * @throws AppError `access_denied` without section `admin/audit` and `read`, before the first batch.
 */
export async function exportAudit(actor: UserActor, filter: AuditFilter): Promise<AsyncGenerator<AuditRecord[]>> {
  requireRight(actor, "admin/audit", "read");
  const bounds = auditBounds(actor);
  const read = (behind: AuditRecord | null) =>
    findAuditBatch(filter, bounds, { timeZone: env().TIME_ZONE, behind, batch: BATCH });
  const first = await read(null);
  return (async function* batches() {
    for (let batch = first; batch.length > 0; ) {
      yield batch;
      const last = batch.at(-1);
      batch = last && batch.length === BATCH ? await read(last) : [];
    }
  })();
}
