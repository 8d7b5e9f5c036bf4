import { findUserInfo, type HeldRecord, type RoleName } from "@/db/queries/user-info";
import type { UserActor } from "@/lib/access/actor";
import { openNow } from "@/lib/licensing/standing";

export type UserInfo = {
  roles: RoleName[];
  /** What the person may use now, by product and end of term. */
  licenses: HeldRecord[];
  /** Objclasses that these open (specification §4). */
  sections: string[];
};

/**
 * What other services ask to let a person in: roles, and what their licenses open at this moment. Whoever has a token may
 * ask about themselves; it needs no role.
 */
export async function getUserInfo(actor: UserActor): Promise<UserInfo> {
  const { now, roles, held } = await findUserInfo(actor.id);
  return { roles, ...openNow(held, now) };
}
