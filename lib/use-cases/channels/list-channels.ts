import { type ChannelRecord, findChannels } from "@/db/queries/channels";
import type { LicenseRecord } from "@/db/queries/licenses";
import type { UserActor } from "@/lib/access/actor";
import { domainBounds, hasRight, isPermitted, requireRight } from "@/lib/access/permissions";
import { type ChannelCapacity, channelCapacity } from "@/lib/licensing/capacity";
import { type Channel, PRODUCT_OF_CHANNEL } from "@/lib/licensing/product";
import { cappedTotal, type ListRequest, type Total } from "@/lib/list-request";
import { isRowId } from "@/lib/ids";

export type ChannelsRequest = ListRequest & {
  kind: Channel;
  /** The id of a channel that is open in a window; null, or a text that cannot be an id: none. */
  opened: string | null;
  /** Whether the window that adds a channel is open. */
  adding: boolean;
};

export type ChannelList = {
  now: Date;
  total: Total;
  channels: ChannelRecord[];
  /** The channel asked for, wherever it stands in the list; null when it does not exist for this actor. */
  opened: ChannelRecord | null;
  /** Enabled in all domains together: what the limit counts. */
  enabled: number;
  capacity: ChannelCapacity;
  /** All licenses of the product; the one that ends last comes first. */
  licenses: LicenseRecord[];
  /** Users of all domains who hold a license of the product in force. */
  holders: Total;
  /** Domains that the actor may add a channel to; empty unless `adding`. */
  domains: string[];
  /** Whether the actor may change channels, and whether they see the licenses' pages. */
  writable: boolean;
  seesLicenses: boolean;
};

/**
 * One page of the chat gateways or email profiles with their limit, as of the database's clock (specification §3.6, §3.7).
 * Without `all_domains` the channels of other domains do not exist, but the limit counts them all the same.
 * @throws AppError `access_denied` without section and `read`.
 */
export async function listChannels(actor: UserActor, request: ChannelsRequest): Promise<ChannelList> {
  requireRight(actor, "admin/channels", "read");
  const product = PRODUCT_OF_CHANNEL[request.kind];
  const opened = request.opened !== null && isRowId(request.opened) ? request.opened : null;
  const question = { ...request, product, opened, withDomains: request.adding };
  const found = await findChannels(question, domainBounds(actor));
  return {
    now: found.now,
    total: cappedTotal(found.counted),
    channels: found.rows,
    opened: found.opened,
    enabled: found.enabled,
    capacity: channelCapacity(product, found.licenses, found.now),
    licenses: found.licenses,
    holders: cappedTotal(found.holders),
    domains: found.domains,
    writable: isPermitted(actor, "write"),
    seesLicenses: hasRight(actor, "admin/license", "read"),
  };
}
