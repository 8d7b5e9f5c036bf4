import { changeRoles, replaceRoles } from "@/db/queries/user-acts";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { refuseOutcome } from "./refuse-outcome";
import { parseAddress, parseRoleNames } from "@/lib/names";

/**
 * Gives the user `name@domain` exactly these roles, or, of those that were `shown`, only moves what differs: what somebody
 * else gave or took since stays. They count from the next request. Nobody gives or takes a role with
 * rights that they lack, and nobody takes one from themselves. Answers whether anything changed.
 * @throws AppError `access_denied`; `bad_request` naming role (an unknown one), user (oneself) or the address; `not_found`.
 */
export async function setUserRoles(
  actor: Actor,
  address: string,
  roles: readonly string[],
  shown?: readonly string[],
): Promise<boolean> {
  requireRight(actor, "admin/users", "write");
  const user = parseAddress(address);
  const [names, before] = [parseRoleNames(roles), parseRoleNames(shown ?? [])];
  const given = names.filter((name) => !before.includes(name));
  const taken = before.filter((name) => !names.includes(name));
  const { outcome } = await (shown === undefined
    ? replaceRoles(user, names, actedBy(actor))
    : changeRoles(user, { given, taken }, actedBy(actor)));
  refuseOutcome(outcome);
  return outcome === "changed";
}
