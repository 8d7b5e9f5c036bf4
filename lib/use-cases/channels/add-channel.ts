import { insertChannel } from "@/db/queries/channels";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { parseChannelName } from "@/lib/names";
import { type Channel, PRODUCT_OF_CHANNEL } from "@/lib/licensing/product";

export type ChannelToAdd = {
  /** One of the kinds of `Channel`. */
  kind: string;
  name: string;
  /** The name of a domain; null: the actor's own. */
  domain: string | null;
};

function isChannel(kind: string): kind is Channel {
  return Object.hasOwn(PRODUCT_OF_CHANNEL, kind);
}

/**
 * Adds a chat gateway or an email profile, disabled; answers its id. Without `all_domains` it goes into the own domain
 * only, and other domains look as if they did not exist.
 * @throws AppError `access_denied`; `bad_request` naming what stands in the way: kind, domain, or name with the `fault`
 * `form` or `taken`.
 */
export async function addChannel(actor: Actor, channel: ChannelToAdd): Promise<string> {
  requireRight(actor, "admin/channels", "write");
  const { kind } = channel;
  if (!isChannel(kind)) throw new AppError("bad_request", { field: "kind" });
  const name = parseChannelName(channel.name);
  const domain = channel.domain ?? (actor.kind === "user" ? actor.domain.name : "");
  if (domain.includes("\0")) throw new AppError("bad_request", { field: "domain" });
  const added = await insertChannel({ kind, domain, name }, actedBy(actor));
  if (added.outcome === "domain_unknown") throw new AppError("bad_request", { field: "domain" });
  if (added.id === undefined) throw new AppError("bad_request", { field: "name", fault: "taken" });
  return added.id;
}
