import { endUserSessions as endSessions } from "@/db/queries/user-sessions";
import type { ActKey } from "@/lib/access/act-key";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { requireRowId } from "@/lib/ids";

/** How many live sessions ended and how many seats in concurrent licenses became free. */
export type EndedUserSessions = { sessions: number; seats: number };

/**
 * Signs a user out everywhere: every session ends at once on every node, the seats are free, the audit entry is written,
 * all in one statement (specification §3.10). People end sessions of their own domain only. With a `key` it is done once,
 * however often it is asked for.
 * @throws AppError `access_denied` without section and `write`; `other_domain` for a user that the actor sees in another
 * domain; `not_found` for one that they do not see; `bad_request` (`session`) when the user is not signed in, or
 * (`Idempotency-Key`) when the key stands for another request.
 */
export async function endUserSessions(
  actor: Actor,
  userId: string,
  key: ActKey | null = null,
): Promise<EndedUserSessions> {
  requireRight(actor, "admin/license", "write");
  const ended = await endSessions(requireRowId(userId), {
    ...actedBy(actor),
    ownId: actor.kind === "user" ? actor.domain.id : null,
    key,
  });
  if (ended.outcome === "not_signed_in") throw new AppError("bad_request", { field: "session" });
  if (ended.outcome !== "ended") throw new AppError(ended.outcome);
  return { sessions: ended.sessions, seats: ended.seats };
}
