import { findLicenseKey } from "@/db/queries/licenses";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";

/** The certificate that a license stands in, as it was imported. @throws AppError `access_denied`, `not_found`. */
export async function getLicenseKey(actor: UserActor, licenseId: string): Promise<string> {
  requireRight(actor, "admin/license", "read");
  const text = isUuid(licenseId) ? await findLicenseKey(licenseId) : null;
  if (text === null) throw new AppError("not_found");
  return text;
}
