import { reverseAct } from "@/db/queries/many-grants";
import { actedBy } from "@/lib/access/acted-by";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";
import { type GrantResult, toGrantResult } from "./change-grants";

/** What became of one grant that the act had moved. */
export type UndoneGrant = Omit<GrantResult, "held">;

/**
 * Takes back what an act assigned and revoked, in one statement, as an act of its own. The limit is asked again: what
 * somebody else has taken meanwhile stays theirs, and the result says so. Without `all_domains` what the act did to users
 * of other domains does not exist.
 * @throws AppError `access_denied` without section and `write`; `not_found` when the act moved no grant.
 */
export async function undoAct(actor: UserActor, actId: string): Promise<UndoneGrant[]> {
  requireRight(actor, "admin/license", "write");
  if (!isUuid(actId)) throw new AppError("not_found");
  const by = actedBy(actor);
  const outcomes = await reverseAct(actId, by);
  if (outcomes.length === 0) throw new AppError("not_found");
  return outcomes.map((outcome) => {
    const { held: _, ...undone } = toGrantResult(outcome, outcome.outcome === "assigned");
    return undone;
  });
}
