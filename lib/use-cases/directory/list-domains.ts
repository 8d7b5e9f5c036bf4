import { type DomainRecord, findDomains } from "@/db/queries/directory-domains";
import type { UserActor } from "@/lib/access/actor";
import { domainBounds, requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { cappedTotal, type ListRequest, type Total } from "@/lib/list-request";
import { directoryRights } from "./list-users";

/** What the list is asked with, and which window stands open over it. */
export type DomainsRequest = ListRequest & { add: boolean; remove: string };

export type DomainList = {
  total: Total;
  domains: DomainRecord[];
  /** The domain that the open window asks about. */
  chosen: DomainRecord | null;
  may: { add: boolean; delete: boolean };
};

/**
 * One page of domains with how many users they have. Without `all_domains` there is only the own one.
 * @throws AppError `access_denied` without section and `read`, or without the right that an open window needs;
 * `not_found` when the domain that is asked for does not exist.
 */
export async function listDomains(actor: UserActor, request: DomainsRequest): Promise<DomainList> {
  requireRight(actor, "admin/users", "read");
  const rights = directoryRights(actor);
  const may = { add: rights.add && rights.allDomains, delete: rights.delete && rights.allDomains };
  if ((request.add && !may.add) || (request.remove !== "" && !may.delete)) throw new AppError("access_denied");

  const { counted, ...list } = await findDomains(request, { bounds: domainBounds(actor), chosen: request.remove });
  if (request.remove !== "" && list.chosen === null) throw new AppError("not_found");
  return { ...list, total: cappedTotal(counted), may };
}
