import { z } from "zod";
import { changeGrants as applyChanges, type GrantChange, type GrantOutcome, MAX_CHANGES } from "@/db/queries/grants";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError, isReasonCode, type Refusal, refusal } from "@/lib/errors";
import { isRowId, isUuid, plainRowId } from "@/lib/ids";

export { MAX_CHANGES };

const input = z
  .array(
    z.object({
      userId: z.string().refine(isRowId).transform(plainRowId),
      licenseId: z.string().refine(isUuid).toLowerCase(),
      held: z.boolean(),
    }),
  )
  .min(1)
  .max(MAX_CHANGES);

/** What became of one tick: the state the box has now, and why when it is not the wished one. */
export type GrantResult = {
  userId: string;
  licenseId: string;
  held: boolean;
  /** Whether this act moved the grant; false when it was so already. */
  changed: boolean;
  refused: Refusal | null;
};

/** An outcome of the database as a result; `wished` is the state that was asked for. */
export function toGrantResult(outcome: GrantOutcome, wished: boolean): GrantResult {
  const refused = isReasonCode(outcome.outcome)
    ? refusal(outcome.outcome, {
        product: outcome.product ?? "",
        limit: outcome.limit ?? 0,
        date: outcome.date ?? "",
      })
    : null;
  // Only a wish to hold is refused, or one about a user or license that does not exist.
  const held = refused === null && wished;
  const changed = outcome.outcome === "assigned" || outcome.outcome === "revoked";
  return { userId: outcome.user_id, licenseId: outcome.license_id, held, changed, refused };
}

/**
 * Assigns and revokes licenses, each change on its own, in one statement: a grant beyond the limit is refused under any
 * concurrency, and every grant that moves leaves its audit entry in the same act (specification §3.1).
 * Revoking always works; doing what is so already changes nothing.
 * @throws AppError `access_denied` without section and `write`; `bad_request` when the changes cannot be read.
 */
export async function changeGrants(actor: Actor, changes: GrantChange[]): Promise<GrantResult[]> {
  requireRight(actor, "admin/license", "write");
  const parsed = input.safeParse(changes);
  if (!parsed.success) throw new AppError("bad_request", { field: "changes" });
  const wished = new Map(parsed.data.map((change) => [`${change.userId} ${change.licenseId}`, change.held]));
  const outcomes = await applyChanges(parsed.data, { ...actedBy(actor), whole: false });
  return outcomes.map((outcome) =>
    toGrantResult(outcome, wished.get(`${outcome.user_id} ${outcome.license_id}`) ?? false),
  );
}
