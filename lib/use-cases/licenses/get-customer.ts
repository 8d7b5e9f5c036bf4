import { findInstalled, type Installed } from "@/db/queries/customer";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";

/**
 * The customer with all licenses, withdrawn ones too, as of the database's clock.
 * @throws AppError `access_denied` without section and `read`; `not_found` before the first import.
 */
export async function getCustomer(actor: UserActor): Promise<{ now: Date; customer: Installed }> {
  requireRight(actor, "admin/license", "read");
  const { now, installed } = await findInstalled();
  if (installed === null) throw new AppError("not_found");
  return { now, customer: installed };
}
