import { findLicenses, type LicenseRecord, type RegistryRequest } from "@/db/queries/licenses";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { type WarningState, warningState } from "@/lib/licensing/warnings";

export type LicenseList = { now: Date; total: number; licenses: LicenseRecord[]; warnings: WarningState };

/**
 * One page of the registry with its total and the warnings about all licenses, as of the database's clock.
 * @throws AppError `access_denied` without section and `read`.
 */
export async function listLicenses(actor: UserActor, request: RegistryRequest): Promise<LicenseList> {
  requireRight(actor, "admin/license", "read");
  const { now, total, rows, warned, hidden } = await findLicenses(request, actor.id);
  return { now, total, licenses: rows, warnings: warningState(warned, now, hidden) };
}
