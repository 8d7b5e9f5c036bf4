import type { License } from "@/lib/licensing/license";

/** Well-formed ids that are told apart at a glance: id(1), id(2). */
export function id(n: number): string {
  return `${String(n).padStart(8, "0")}-0000-4000-8000-000000000000`;
}

export const START = new Date("2026-01-01T00:00:00Z");
export const END = new Date("2027-01-01T00:00:00Z");
/** In the middle of the term of `license()`. */
export const NOW = new Date("2026-06-01T12:00:00Z");

/** A named license of CALL_CENTER with 5 seats, in force at NOW. */
export function license(members: Partial<License> = {}): License {
  return {
    id: id(1),
    product: "CALL_CENTER",
    name: null,
    competitive: false,
    limit: 5,
    notBefore: START,
    notAfter: END,
    scope: ["users"],
    withdrawnAt: null,
    ...members,
  };
}

/** A license as it stands in a payload. `undefined` leaves a member out once it is written as JSON. */
export function payloadLicense(members: Record<string, unknown> = {}): Record<string, unknown> {
  const term = { not_before: START.getTime() / 1000, not_after: END.getTime() / 1000 };
  return { id: id(1), product: "CALL_CENTER", competitive: false, limit: 5, ...term, ...members };
}

/** A payload without fault (specification §2) with the given licenses. */
export function payload(members: Record<string, unknown> = {}, licenses = [payloadLicense()]): Record<string, unknown> {
  const about = { iss: "Vendor", jti: id(900), sub: id(800), iat: 1_767_225_600, organization: "Acme" };
  return { ...about, licenses, ...members };
}
