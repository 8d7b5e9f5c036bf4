import type { LicenseRecord } from "@/db/queries/licenses";
import { findMatrix, type HolderRecord, type MatrixRequest } from "@/db/queries/matrix";
import type { UserActor } from "@/lib/access/actor";
import { domainBounds, isPermitted, requireRight } from "@/lib/access/permissions";
import { type WarningState, warningState } from "@/lib/licensing/warnings";
import type { ListRequest, Total } from "@/lib/list-request";

export type GrantMatrix = {
  now: Date;
  total: Total;
  /** The page that is shown: beyond the last it is the last. */
  page: number;
  /** The deepest page that can be reached; null: every page. */
  deepest: number | null;
  /** Those shown, named by a filter or warned of; with `choices` all of them, and all domains. */
  licenses: LicenseRecord[];
  users: HolderRecord[];
  domains: string[];
  /** The columns that the actor chose last; null when they never did. */
  chosen: string[] | null;
  warnings: WarningState;
  /** Whether the actor may tick. */
  writable: boolean;
};

/** What the matrix is asked with; every filter may be left out. */
export type GrantRequest = ListRequest & Partial<Omit<MatrixRequest, keyof ListRequest | "bounds">>;

const PLAIN = { domain: "", state: "", has: "", without: "", columns: null, choices: false } as const;

/**
 * One page of users × licenses. Without `all_domains` the users of other domains do not exist.
 * @throws AppError `access_denied` without section and `read`.
 */
export async function listGrants(actor: UserActor, request: GrantRequest): Promise<GrantMatrix> {
  requireRight(actor, "admin/license", "read");
  const asked = { ...PLAIN, ...request, bounds: domainBounds(actor) };
  const { hidden, behind, ...matrix } = await findMatrix(asked, actor.id);
  const warnings = warningState(matrix.licenses, matrix.now, hidden, behind);
  return { ...matrix, warnings, writable: isPermitted(actor, "write") };
}
