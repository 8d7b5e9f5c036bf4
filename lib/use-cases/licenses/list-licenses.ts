import { findLicenses, type LicenseRecord, type RegistryRequest } from "@/db/queries/licenses";
import type { UserActor } from "@/lib/access/actor";
import { domainBounds, requireRight } from "@/lib/access/permissions";
import { type WarningState, warningState } from "@/lib/licensing/warnings";
import { isRowId } from "@/lib/ids";

export { isLicenseField } from "@/db/queries/licenses";

/** What the registry is asked with; `holderId` asks for the licenses of one user. */
export type LicensesQuestion = Omit<RegistryRequest, "holder"> & { holderId?: string };

export type LicenseList = { now: Date; total: number; licenses: LicenseRecord[]; warnings: WarningState };

/**
 * One page of the registry with its total and the warnings about all licenses, as of the database's clock.
 * Sort fields `id product not_before not_after used limit competitive` (specification §7).
 * @throws AppError `access_denied` without section and `read`.
 */
export async function listLicenses(
  actor: UserActor,
  { holderId, ...question }: LicensesQuestion,
): Promise<LicenseList> {
  requireRight(actor, "admin/license", "read");
  const id = holderId !== undefined && isRowId(holderId) ? holderId : "0";
  const request = holderId === undefined ? question : { ...question, holder: { id, bounds: domainBounds(actor) } };
  const { now, total, rows, warned, hidden, behind } = await findLicenses(request, actor.id);
  return { now, total, licenses: rows, warnings: warningState(warned, now, hidden, behind) };
}
