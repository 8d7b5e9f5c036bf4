import { type Refusal, refusal } from "@/lib/errors";
import type { License } from "@/lib/licensing/license";

const DAY_MS = 86_400_000;

/** From this many days before its end a license is shown in amber (specification §6). */
export const ATTENTION_DAYS = 30;

/** Where a license stands in its life. Only `in_force` opens anything. */
export type TermState = "in_force" | "not_started" | "expired" | "withdrawn";

/**
 * Where the license stands at `now`. In force means `notBefore ≤ now < notAfter` and not withdrawn (§1).
 * Withdrawn wins over the dates, whatever its own date: clocks of several nodes differ. An invalid date is never in force.
 */
export function termState(license: Pick<License, "notBefore" | "notAfter" | "withdrawnAt">, now: Date): TermState {
  if (license.withdrawnAt !== null) return "withdrawn";
  if (now < license.notBefore) return "not_started";
  return now >= license.notBefore && now < license.notAfter ? "in_force" : "expired";
}

export function isInForce(license: License, now: Date): boolean {
  return termState(license, now) === "in_force";
}

/**
 * Days until the term ends, begun days counted whole: 36 hours are 2 days, the last second is 1 day, so that "0 days"
 * never stands beside a license in force (§6, "227 days"). 0 when it has ended or is withdrawn.
 */
export function daysLeft(license: License, now: Date): number {
  if (license.withdrawnAt !== null) return 0;
  return Math.max(0, Math.ceil((license.notAfter.getTime() - now.getTime()) / DAY_MS));
}

/** Whether the license is in force and ends within `ATTENTION_DAYS` days, 30 included (§6, §7 `license_expires_soon`). */
export function needsAttention(license: License, now: Date): boolean {
  return isInForce(license, now) && daysLeft(license, now) <= ATTENTION_DAYS;
}

/**
 * Why the license cannot be used at `now`, or null while it is in force: `license_withdrawn`, `license_expired` or
 * `license_not_started` (§8), with the product and the date on which it was withdrawn, ended or will start.
 */
export function refuseOutsideTerm(license: License, now: Date): Refusal | null {
  const state = termState(license, now);
  if (state === "in_force") return null;
  const [code, date] = {
    withdrawn: ["license_withdrawn", license.withdrawnAt] as const,
    expired: ["license_expired", license.notAfter] as const,
    not_started: ["license_not_started", license.notBefore] as const,
  }[state];
  return refusal(code, { product: license.product, date: date?.toISOString() ?? "" });
}
