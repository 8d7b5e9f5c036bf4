import { log } from "@/lib/log";
import { sealAudit } from "@/lib/use-cases/audit/seal-audit";

const EVERY_MS = 2_000;

/**
 * Seals new audit entries every two seconds, beside the requests. The timer keeps no process alive. A trouble is logged
 * when it begins and when it is over, not at every turn.
 */
export function startSealing(): void {
  let isFailing = false;
  const turn = async () => {
    try {
      await sealAudit();
      if (isFailing) log.info("sealing the audit list works again");
      isFailing = false;
    } catch (error) {
      const cause = error instanceof Error ? { name: error.name, message: error.message } : String(error);
      if (!isFailing) log.error({ cause }, "the audit list cannot be sealed");
      isFailing = true;
    }
    next();
  };
  const next = () => void setTimeout(() => void turn(), EVERY_MS).unref();
  if (process.env.DATABASE_URL) next();
}
