import { channelCapacity } from "@/lib/licensing/capacity";
import type { Change, ImportPlan } from "@/lib/licensing/import-plan";
import type { License } from "@/lib/licensing/license";
import { type Channel, PRODUCT_OF_CHANNEL } from "@/lib/licensing/product";

/** How many channels of each kind are enabled, in all domains together. */
export type EnabledChannels = Readonly<Record<Channel, number>>;

/** More channels of a kind are enabled than may be: they stay enabled, and none more can be. */
export type ChannelsOverLimit = { kind: Channel; enabled: number; limit: number };

const KINDS = Object.keys(PRODUCT_OF_CHANNEL) as Channel[];

function licenseAfter({ licenseId: id, product, competitive, after }: Change): License[] {
  return after === null ? [] : [{ id, product, competitive, ...after, withdrawnAt: null }];
}

/**
 * The channels that an import leaves over their limit (specification §2, §3.6, §3.7); none where it changes nothing. Their
 * limit is no number of grants, so that no license tells it by itself.
 */
export function channelsOverLimit(
  { unchanged, changes }: ImportPlan,
  enabled: EnabledChannels,
  now: Date,
): ChannelsOverLimit[] {
  if (unchanged) return [];
  const licenses = changes.flatMap(licenseAfter);
  return KINDS.map((kind) => {
    return { kind, enabled: enabled[kind], limit: channelCapacity(PRODUCT_OF_CHANNEL[kind], licenses, now).limit };
  }).filter((each) => each.enabled > each.limit);
}
