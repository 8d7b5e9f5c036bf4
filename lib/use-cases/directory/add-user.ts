import { insertUser } from "@/db/queries/user-acts";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { hashNewPassword } from "@/lib/access/password";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { parseNewAddress, parsePersonName, parseRoleNames } from "@/lib/names";

export type UserToAdd = { address: string; name: string; password: string | null; roles: string[] };

/**
 * Adds a user `name@domain` with roles. A user without a password cannot sign in yet. Without `all_domains` there is only
 * the own domain, and no role goes beyond the rights of whoever gives it (specification §5).
 * @throws AppError `access_denied`; `bad_request` naming the member that stands in the way: username (form, or with
 * `fault: "taken"`), name, password, domain, role.
 */
export async function addUser(actor: Actor, user: UserToAdd): Promise<string> {
  requireRight(actor, "admin/users", "add");
  const { username, domain } = parseNewAddress(user.address);
  const name = parsePersonName(user.name);
  const roles = parseRoleNames(user.roles);
  const passwordHash = user.password === null ? null : await hashNewPassword(user.password);
  const added = await insertUser(domain, { username, name, passwordHash, roles }, actedBy(actor));
  if (added.id !== null) return added.id;
  if (!added.domain_known) throw new AppError("bad_request", { field: "domain" });
  if (added.unknown_roles.length > 0) throw new AppError("bad_request", { field: "role" });
  if (added.beyond.length > 0) throw new AppError("access_denied");
  throw new AppError("bad_request", { field: "username", fault: "taken" });
}
