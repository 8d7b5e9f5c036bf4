import type { License } from "@/lib/licensing/license";
import { type TermState, termState } from "@/lib/licensing/term";

/** How many channels may be enabled, which license says so, and why the others of the product do not count. */
export type ChannelCapacity = {
  limit: number;
  by: string | null;
  ignored: { id: string; why: Exclude<TermState, "in_force"> | "not_summed" }[];
};

/** Larger limit first; of equal ones the one that ends last, then the smaller id, so that the answer is stable. */
function byLimit(a: License, b: License): number {
  return b.limit - a.limit || b.notAfter.getTime() - a.notAfter.getTime() || (a.id < b.id ? -1 : 1);
}

/**
 * How many channels of a channel product may be enabled in all domains together: the largest limit among its licenses
 * in force, never the sum (specification §3.6 CHAT, §3.7 EMAIL); 0 when none is in force. `licenses` may hold other
 * products: they are passed over. `ignored` keeps the order of `licenses`.
 */
export function channelCapacity(product: string, licenses: readonly License[], now: Date): ChannelCapacity {
  const ofProduct = licenses.filter((license) => license.product === product);
  const largest = ofProduct.filter((license) => termState(license, now) === "in_force").toSorted(byLimit)[0];
  const ignored = ofProduct
    .filter((license) => license !== largest)
    .map((license) => {
      const state = termState(license, now);
      return { id: license.id, why: state === "in_force" ? ("not_summed" as const) : state };
    });
  return { limit: largest?.limit ?? 0, by: largest?.id ?? null, ignored };
}
