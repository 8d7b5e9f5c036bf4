import { changeChannel } from "@/db/queries/channels";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { requireRowId } from "@/lib/ids";

/**
 * Enables a chat gateway or an email profile while fewer are enabled in all domains together than the largest limit
 * among the licenses of its product in force, under any concurrency (specification §3.6, §3.7). One that is enabled is
 * never asked again, whatever the limit is now, and changes nothing. Answers whether anything changed.
 * Without `all_domains` the channels of other domains look as if they did not exist.
 * @throws AppError `access_denied`; `not_found`; `channel_limit` with product and limit (0: no license in force).
 */
export async function enableChannel(actor: Actor, id: string): Promise<boolean> {
  requireRight(actor, "admin/channels", "write");
  const by = actedBy(actor);
  const { outcome, product = "", limit = 0 } = await changeChannel("enable", requireRowId(id), by);
  if (outcome === "not_found") throw new AppError("not_found");
  if (outcome === "channel_limit") throw new AppError("channel_limit", { product, limit });
  return outcome === "enabled";
}
