import { findLicenses, type LicenseRecord } from "@/db/queries/licenses";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import type { ListRequest } from "@/lib/list-request";

export type LicenseList = { now: Date; total: number; licenses: LicenseRecord[] };

/** One page of the registry with its total, as of the database's clock. @throws AppError `access_denied` without section and `read`. */
export async function listLicenses(actor: UserActor, request: ListRequest): Promise<LicenseList> {
  requireRight(actor, "admin/license", "read");
  const { now, total, rows } = await findLicenses(request);
  return { now, total, licenses: rows };
}
