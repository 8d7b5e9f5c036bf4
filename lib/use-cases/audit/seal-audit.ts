import { sealAudit as sealBatch } from "@/db/queries/audit-chain";
import { inBatches } from "@/lib/in-batches";

const BATCH = 500;

/** As far back as an entry without a seal is an honest one that came late (migration 0011). */
const WHOLE_SECONDS = 600;

/** A click has five seconds: what comes later is of a long list, or of a database that had no breath. */
const RECENT_SECONDS = 15;

/**
 * Seals the audit entries that have no seal yet: continues the hash chain over them until none is left, in short
 * statements that no write waits for. Needs no right, since it says nothing that is not there. Several processes may do
 * it at once: one seals, the others find nothing to do. Answers how many were sealed.
 */
export async function sealAudit(): Promise<number> {
  return inBatches(BATCH, (most) => sealBatch(most, WHOLE_SECONDS));
}

/** As `sealAudit`, for all but what became visible very late: costs what is new, not what ten minutes have brought. */
export async function sealRecentAudit(): Promise<number> {
  return inBatches(BATCH, (most) => sealBatch(most, RECENT_SECONDS));
}
