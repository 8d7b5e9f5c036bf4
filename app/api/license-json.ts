import { z } from "zod";
import type { License } from "@/lib/licensing/license";
import { isOverLimit, remaining } from "@/lib/licensing/seats";
import { needsAttention, refuseOutsideTerm } from "@/lib/licensing/term";

/** Unix milliseconds in a string, as every time in the HTTP interface (specification §7). */
export function milliseconds(date: Date): string {
  return String(date.getTime());
}

export const TIME = z
  .string()
  .regex(/^-?\d+$/)
  .meta({ description: "Unix milliseconds in a string." });
export const ID = z.string();

/** A license as the HTTP interface speaks of it. */
export const LICENSE = z
  .object({
    id: ID,
    product: z.string(),
    name: z.string(),
    scope: z.array(z.string()).meta({ description: "Objclasses that the license opens." }),
    competitive: z.boolean().meta({ description: "Counted by who is signed in, not by who is granted." }),
    limit: z.number().int(),
    remain: z.number().int().meta({ description: "Seats left; negative when over limit." }),
    not_before: TIME,
    not_after: TIME,
    status: z.object({ errors: z.array(z.string()), notify: z.array(z.string()) }),
  })
  .meta({ id: "License" });

/** The license with its seats and standing at `now`. */
export function toLicenseJson(license: License & { used: number }, now: Date): z.input<typeof LICENSE> {
  const outside = refuseOutsideTerm(license, now);
  const notify = [
    needsAttention(license, now) ? "license_expires_soon" : "",
    isOverLimit(license, license.used) ? "over_limit" : "",
  ].filter(Boolean);
  return {
    id: license.id,
    product: license.product,
    name: license.name ?? license.product,
    scope: [...license.scope],
    competitive: license.competitive,
    limit: license.limit,
    remain: remaining(license, license.used),
    not_before: milliseconds(license.notBefore),
    not_after: milliseconds(license.notAfter),
    status: { errors: outside === null ? [] : [outside.code], notify },
  };
}
