import { changeChannel } from "@/db/queries/channels";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { requireRowId } from "@/lib/ids";

/**
 * Disables a chat gateway or an email profile, which makes room for another; one that is disabled changes nothing.
 * Answers whether anything changed. Without `all_domains` the channels of other domains look as if they did not exist.
 * @throws AppError `access_denied`; `not_found`.
 */
export async function disableChannel(actor: Actor, id: string): Promise<boolean> {
  requireRight(actor, "admin/channels", "write");
  const by = actedBy(actor);
  const { outcome } = await changeChannel("disable", requireRowId(id), by);
  if (outcome === "not_found") throw new AppError("not_found");
  return outcome === "disabled";
}
