import { changeSelected } from "@/db/queries/many-grants";
import { actedBy } from "@/lib/access/acted-by";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { type GrantResult, toGrantResult } from "./change-grants";
import { type ManyWish, previewMany, selectionOf } from "./preview-many";

export type ManyResult = {
  /** Under this id the audit list keeps the grants that moved, and `undoAct` takes them back. */
  actId: string;
  /** False when all or nothing was asked for and something was refused: then nothing was done. */
  applied: boolean;
  results: (GrantResult & { name: string; address: string })[];
};

/**
 * Gives one license to many users, or takes it from them, in one statement and under its limit. With `whole` all of it
 * or nothing. Each grant that moves has its audit entry under the one act.
 * @throws AppError as `previewMany`.
 */
export async function changeMany(actor: UserActor, wished: ManyWish): Promise<ManyResult> {
  requireRight(actor, "admin/license", "write");
  await previewMany(actor, wished);
  const { wish, selection } = selectionOf(actor, wished);
  const by = actedBy(actor);
  const outcomes = await changeSelected(selection, wish, by);
  const results = outcomes.map((outcome) => ({
    ...toGrantResult(outcome, wish.held),
    name: outcome.user_name ?? outcome.user_id,
    address: outcome.address,
  }));
  return { actId: by.actId, applied: !(wish.whole && results.some(({ refused }) => refused !== null)), results };
}
