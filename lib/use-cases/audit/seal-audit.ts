import { sealAudit as sealBatch } from "@/db/queries/audit-chain";

const BATCH = 500;

/**
 * Seals the audit entries that have no seal yet: continues the hash chain over them until none is left, in short
 * statements that no write waits for. Needs no right, since it says nothing that is not there. Several processes may do
 * it at once: one seals, the others find nothing to do. Answers how many were sealed.
 */
export async function sealAudit(): Promise<number> {
  let total = 0;
  for (;;) {
    const sealed = await sealBatch(BATCH);
    total += sealed;
    if (sealed < BATCH) return total;
  }
}
