import {
  type DirectoryUser,
  type EditedUser,
  findDirectoryUsers,
  type OfferedRole,
} from "@/db/queries/directory-users";
import type { UserFilter } from "@/db/queries/user-search";
import type { UserActor } from "@/lib/access/actor";
import { domainBounds, isPermitted, requireRight } from "@/lib/access/permissions";
import { rightsOf } from "@/lib/access/rights-of";
import { AppError } from "@/lib/errors";
import type { ListRequest, Total } from "@/lib/list-request";

/** What the list is asked with, and which window stands open over it. */
export type UsersRequest = ListRequest &
  Pick<UserFilter, "domain" | "state"> & { add: boolean; import: boolean; edit: string };

/** What the actor may do in the directory. */
export type DirectoryRights = { add: boolean; write: boolean; delete: boolean; import: boolean; allDomains: boolean };

export type UserList = {
  total: Total;
  /** The page that is shown: beyond the last it is the last. */
  page: number;
  /** The deepest page that can be reached; null: every page. */
  deepest: number | null;
  users: DirectoryUser[];
  /** Names of the domains that exist for the actor. */
  domains: string[];
  roles: OfferedRole[];
  /** The user whose window is open. */
  edited: EditedUser | null;
  may: DirectoryRights;
};

/** What the actor may do there; an import both adds and changes. */
export function directoryRights(actor: UserActor): DirectoryRights {
  const [add, write] = [isPermitted(actor, "add"), isPermitted(actor, "write")];
  const may = { add, write, import: add && write };
  return { ...may, delete: isPermitted(actor, "delete"), allDomains: isPermitted(actor, "all_domains") };
}

/**
 * One page of users of the directory. Without `all_domains` the users of other domains do not exist.
 * @throws AppError `access_denied` without section and `read`, or without the right that an open window needs;
 * `not_found` when the user whose window is asked for does not exist.
 */
export async function listUsers(actor: UserActor, request: UsersRequest): Promise<UserList> {
  requireRight(actor, "admin/users", "read");
  const may = directoryRights(actor);
  const isAllowed =
    (!request.add || may.add) && (!request.import || may.import) && (request.edit === "" || may.write || may.delete);
  if (!isAllowed) throw new AppError("access_denied");

  const filter = { has: "", without: "", bounds: domainBounds(actor), rights: rightsOf(actor) };
  const list = await findDirectoryUsers({ ...request, ...filter });
  if (request.edit !== "" && list.edited === null) throw new AppError("not_found");
  return { ...list, may };
}
