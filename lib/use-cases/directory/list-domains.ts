import { type ChosenDomain, type DomainRecord, findDomains } from "@/db/queries/directory-domains";
import type { UserActor } from "@/lib/access/actor";
import { domainBounds, requireRight } from "@/lib/access/permissions";
import { rightsOf } from "@/lib/access/rights-of";
import { AppError } from "@/lib/errors";
import { cappedTotal, type ListRequest, type Total } from "@/lib/list-request";
import { directoryRights } from "./list-users";

/** What the list is asked with, and which window stands open over it: to add one, to change or to delete one by its id. */
export type DomainsRequest = ListRequest & { add: boolean; edit: string; remove: string };

export type DomainList = {
  total: Total;
  domains: DomainRecord[];
  /** The domain whose window is open. */
  chosen: ChosenDomain | null;
  may: { add: boolean; write: boolean; delete: boolean };
};

/**
 * One page of domains with how many users they have. Without `all_domains` there is only the own one.
 * @throws AppError `access_denied` without section and `read`, or without the right that an open window needs;
 * `not_found` when the domain that is asked for does not exist.
 */
export async function listDomains(actor: UserActor, request: DomainsRequest): Promise<DomainList> {
  requireRight(actor, "admin/users", "read");
  const { allDomains, ...rights } = directoryRights(actor);
  const may = { add: rights.add && allDomains, write: rights.write && allDomains, delete: rights.delete && allDomains };
  const isAllowed =
    (!request.add || may.add) && (request.edit === "" || may.write) && (request.remove === "" || may.delete);
  if (!isAllowed) throw new AppError("access_denied");

  const chosen = request.edit || request.remove;
  const { counted, ...list } = await findDomains(request, {
    bounds: domainBounds(actor),
    chosen,
    rights: rightsOf(actor),
  });
  if (chosen !== "" && list.chosen === null) throw new AppError("not_found");
  return { ...list, total: cappedTotal(counted), may };
}
