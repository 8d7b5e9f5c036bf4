import { findCredentials } from "@/db/queries/sessions";
import { replaceOwnPassword } from "@/db/queries/user-acts";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { failedAttempt, refuseToWait, signInLimits } from "@/lib/access/attempts";
import { hashNewPassword, isPassword } from "@/lib/access/password";
import { hashToken } from "@/lib/access/session";
import { AppError } from "@/lib/errors";

/** What a person types to change their own password. */
export type OwnPasswords = { current: string; password: string };

const wrong = () => new AppError("bad_request", { field: "current" });

/**
 * Gives whoever acts a new password, for which they must know the current one. The session of `token` goes on; their other
 * sessions end in the same act, access tokens do not. A wrong current password counts as a failed sign-in from `address`.
 * Answers how many live sessions ended.
 * @throws AppError `access_denied` for anybody but a person in a session; `bad_request` naming current (wrong) or password
 * (its form); `rate_limited` after too many failures; `unauthenticated` when the session has ended.
 */
export async function changeOwnPassword(
  actor: Actor,
  token: string,
  { current, password }: OwnPasswords,
  address = "",
): Promise<number> {
  if (actor.kind !== "user" || actor.token !== null) throw new AppError("access_denied");
  const { username, domain } = actor;
  const { limits } = signInLimits(`${username}@${domain.name}`, address);
  const { wait, user } = await findCredentials({ username, domain: domain.name }, limits);
  refuseToWait(wait);
  const oldHash = user?.passwordHash ?? null;
  const isRight = await isPassword(current, oldHash);
  if (oldHash === null || !isRight)
    throw await failedAttempt(limits, wrong(), { what: "own password", from: address, userId: actor.id });

  const hashes = { oldHash, passwordHash: await hashNewPassword(password) };
  const by = actedBy(actor);
  const replaced = await replaceOwnPassword(hashToken(token), hashes, by, limits);
  if ("wait" in replaced) throw new AppError("rate_limited", { seconds: replaced.wait });
  const { outcome, sessions = 0 } = replaced;
  if (outcome === "ended") throw new AppError("unauthenticated", { about: "token" });
  if (outcome === "other_password") throw wrong();
  return sessions;
}
