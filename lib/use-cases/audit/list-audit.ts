import { type AuditRecord, findAuditPage } from "@/db/queries/audit";
import type { AuditBounds, AuditFilter } from "@/db/queries/audit-filter";
import type { UserActor } from "@/lib/access/actor";
import { domainBounds, requireRight } from "@/lib/access/permissions";
import { env } from "@/lib/env";
import type { Total } from "@/lib/list-request";

export type { AuditFilter, AuditRecord };

export type AuditPage = { total: Total; entries: AuditRecord[] };

/** The domain beyond which history does not exist for the actor. */
export function auditBounds(actor: UserActor): AuditBounds {
  return domainBounds(actor) === null ? null : actor.domain;
}

/**
 * One page of what was done, newest first, days counted in the installation's time zone. Without `all_domains` only what
 * concerns the own domain exists: entries about its users, and those about no user that name it, are about licenses, or
 * were done by one of its users.
 * @throws AppError `access_denied` without section `admin/audit` and `read`.
 */
export async function listAudit(
  actor: UserActor,
  request: AuditFilter & { page: number; size: number },
): Promise<AuditPage> {
  requireRight(actor, "admin/audit", "read");
  return findAuditPage(request, auditBounds(actor), env().TIME_ZONE);
}
