import { setPreference } from "@/db/queries/preferences";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";

/**
 * Hides the warnings of this fingerprint from this person; they come back as soon as the set of warnings changes.
 * Says nothing about the licenses and changes nothing for others, so that it leaves no audit entry.
 * @throws AppError `access_denied` without section and `read`; `bad_request` when it is no fingerprint.
 */
export async function hideWarnings(actor: UserActor, fingerprint: string): Promise<void> {
  requireRight(actor, "admin/license", "read");
  if (!/^[0-9a-f]{64}$/.test(fingerprint)) throw new AppError("bad_request", { field: "warnings" });
  await setPreference(actor.id, "hidden_warnings", fingerprint);
}
