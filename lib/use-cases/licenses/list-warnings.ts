import { findEndingLicenses } from "@/db/queries/ending-licenses";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import type { License } from "@/lib/licensing/license";
import { daysLeft } from "@/lib/licensing/term";
import { findWarnings } from "@/lib/licensing/warnings";

/** A license that ended (`days` 0) or ends within 30 days: begun days until then. */
export type TermWarning = { kind: "expired" | "expiring"; license: License; days: number };

/**
 * What the terms of the licenses give reason to warn of, expired ones first (specification §7, `GET /users/warnings`).
 * @throws AppError `access_denied` without section and `read`.
 */
export async function listWarnings(actor: UserActor): Promise<TermWarning[]> {
  requireRight(actor, "admin/license", "read");
  const { now, licenses } = await findEndingLicenses();
  const byId = new Map(licenses.map((license) => [license.id, license]));
  return findWarnings(licenses, now).flatMap(({ kind, licenseId }) => {
    const license = byId.get(licenseId);
    const isOfTerm = kind === "expired" || kind === "expiring";
    return license && isOfTerm ? [{ kind, license, days: daysLeft(license, now) }] : [];
  });
}
