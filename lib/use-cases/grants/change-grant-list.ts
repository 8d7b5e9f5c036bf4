import { changeListed, type ListedChange } from "@/db/queries/grant-lists";
import { MAX_CHANGES } from "@/db/queries/grants";
import type { ActKey } from "@/lib/access/act-key";
import { actedBy } from "@/lib/access/acted-by";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError, type Refusal } from "@/lib/errors";
import { isRowId, isUuid, plainRowId } from "@/lib/ids";
import { toGrantResult } from "./change-grants";

/** A box as it is wished: ticked (`held`) or not. Ids are as whoever asks writes them. */
export type WishedBox = { userId: string; licenseId: string; held: boolean };

/** What became of a box. `kept`: it is as it was, because it was so already or because nothing was done at all. */
export type BoxResult = {
  userId: string;
  licenseId: string;
  outcome: "assigned" | "revoked" | "kept" | "refused";
  refused: Refusal | null;
};

export type GrantListResult = {
  /** Under this id the audit list keeps the grants that moved. */
  actId: string;
  /** False when all or nothing was asked for and something was refused: then nothing was done. */
  applied: boolean;
  /** One for each wish, in its place. */
  boxes: BoxResult[];
};

/** The box as the database knows it: null for an id that nothing can have. */
function toChange({ userId, licenseId, held }: WishedBox): ListedChange {
  return {
    user_id: isRowId(userId) ? plainRowId(userId) : null,
    license_id: isUuid(licenseId) ? licenseId.toLowerCase() : null,
    held,
  };
}

const boxOf = ({ user_id, license_id }: { user_id: string | null; license_id: string | null }) =>
  `${user_id} ${license_id}`;

/**
 * Assigns and revokes up to 10,000 grants as one act in one statement, each as far as it can or, with `whole`, all or
 * nothing. Limits hold under any concurrency; where a box is named twice, the last wish counts for both. Each grant that
 * moves has its audit entry under the one act. With a `key` it is done once, however often it is asked for.
 * @throws AppError `access_denied` without section and `write`; `too_large` for more than 10,000; `bad_request`
 * (`Idempotency-Key`) when the key stands for another request.
 */
export async function changeGrantList(
  actor: UserActor,
  wished: readonly WishedBox[],
  { whole, key = null }: { whole: boolean; key?: ActKey | null },
): Promise<GrantListResult> {
  requireRight(actor, "admin/license", "write");
  if (wished.length > MAX_CHANGES) throw new AppError("too_large", { about: "rows", limit: MAX_CHANGES });
  const changes = wished.map(toChange);
  const by = actedBy(actor);
  const { act_id, rows } = await changeListed(changes, whole, by, key);
  const results = new Map(rows.map((row) => [boxOf(row), { outcome: row.outcome, ...toGrantResult(row, true) }]));
  const applied = !(whole && [...results.values()].some(({ refused }) => refused !== null));
  const boxes = wished.map(({ userId, licenseId }, place): BoxResult => {
    const result = results.get(boxOf(changes[place] ?? { user_id: null, license_id: null }));
    const refused = result?.refused ?? null;
    const moved =
      applied && (result?.outcome === "assigned" || result?.outcome === "revoked") ? result.outcome : "kept";
    return { userId, licenseId, outcome: refused === null ? moved : "refused", refused };
  });
  return { actId: act_id, applied, boxes };
}
