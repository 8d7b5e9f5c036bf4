import { findUsersWithGrants, type UserGrantsRequest, type UserWithGrants } from "@/db/queries/user-grants";
import type { UserActor } from "@/lib/access/actor";
import { domainBounds, requireRight } from "@/lib/access/permissions";
import type { ListRequest, Total } from "@/lib/list-request";
import { isRowId } from "@/lib/ids";

export type { UserGrant, UserWithGrants } from "@/db/queries/user-grants";
export { isUserField } from "@/db/queries/user-search";

export type UserGrantsQuestion = ListRequest & {
  /** Only these users; none: all. What is no id is nobody's. */
  ids: readonly string[];
  /** Whether grants are wanted at all. */
  withGrants: boolean;
};

const NO_FILTER = { domain: "", state: "", has: "", without: "" } as const;

/** The question within the actor's bounds. */
export function withinBounds(actor: UserActor, { ids, ...question }: UserGrantsQuestion): UserGrantsRequest {
  const known = ids.filter((id) => isRowId(id));
  // An id that cannot be one still narrows the list: to nobody.
  const chosen = ids.length > 0 && known.length === 0 ? ["0"] : known;
  return { ...question, ...NO_FILTER, ids: chosen, bounds: domainBounds(actor) };
}

/**
 * One page of users with all their grants, withdrawn and expired ones too. Sort fields `name`, `license.<license id>`.
 * Without `all_domains` the users of other domains do not exist.
 * @throws AppError `access_denied` without section and `read`.
 */
export async function listUserGrants(
  actor: UserActor,
  question: UserGrantsQuestion,
): Promise<{ total: Total; users: UserWithGrants[] }> {
  requireRight(actor, "admin/license", "read");
  const { total, users, page } = await findUsersWithGrants(withinBounds(actor, question));
  return { total, users: page < question.page ? [] : users };
}
