import type { License } from "@/lib/licensing/license";
import { isOverLimit, remaining } from "@/lib/licensing/seats";
import { needsAttention, refuseOutsideTerm } from "@/lib/licensing/term";

/** Unix milliseconds in a string, as every time in the HTTP interface (specification §7). */
export function milliseconds(date: Date): string {
  return String(date.getTime());
}

/** A license as the HTTP interface speaks of it. `remain` is negative when over limit. */
export function toLicenseJson(license: License & { used: number }, now: Date) {
  const outside = refuseOutsideTerm(license, now);
  const notify = [
    needsAttention(license, now) ? "license_expires_soon" : "",
    isOverLimit(license, license.used) ? "over_limit" : "",
  ].filter(Boolean);
  return {
    id: license.id,
    product: license.product,
    name: license.name ?? license.product,
    scope: license.scope,
    competitive: license.competitive,
    limit: license.limit,
    remain: remaining(license, license.used),
    not_before: milliseconds(license.notBefore),
    not_after: milliseconds(license.notAfter),
    status: { errors: outside === null ? [] : [outside.code], notify },
  };
}
