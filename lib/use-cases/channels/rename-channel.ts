import { renameChannel as giveName } from "@/db/queries/channels";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { parseChannelName } from "@/lib/names";
import { requireRowId } from "@/lib/ids";

/**
 * Gives a chat gateway or an email profile another name; the one that it has already changes nothing. Answers whether
 * anything changed. Without `all_domains` the channels of other domains look as if they did not exist.
 * @throws AppError `access_denied`; `not_found`; `bad_request` naming the field name with the `fault` `form` or `taken`.
 */
export async function renameChannel(actor: Actor, id: string, name: string): Promise<boolean> {
  requireRight(actor, "admin/channels", "write");
  const channel = { id: requireRowId(id), name: parseChannelName(name) };
  const by = actedBy(actor);
  const { outcome } = await giveName(channel, by);
  if (outcome === "not_found") throw new AppError("not_found");
  if (outcome === "name_taken") throw new AppError("bad_request", { field: "name", fault: "taken" });
  return outcome === "renamed";
}
