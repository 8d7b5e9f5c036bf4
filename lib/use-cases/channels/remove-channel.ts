import { changeChannel } from "@/db/queries/channels";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { requireRowId } from "@/lib/ids";

/**
 * Removes a chat gateway or an email profile, enabled or not; the audit list keeps its name.
 * Without `all_domains` the channels of other domains look as if they did not exist.
 * @throws AppError `access_denied`; `not_found`.
 */
export async function removeChannel(actor: Actor, id: string): Promise<void> {
  requireRight(actor, "admin/channels", "write");
  const by = actedBy(actor);
  const { outcome } = await changeChannel("remove", requireRowId(id), by);
  if (outcome === "not_found") throw new AppError("not_found");
}
