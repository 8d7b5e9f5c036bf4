import { together } from "@/db/client";
import type { HoldersRequest } from "@/db/queries/holders";
import type { SignedInUser } from "@/db/queries/user-sessions";
import type { UserActor } from "@/lib/access/actor";
import { hasRight, requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { getUserSessions } from "@/lib/use-cases/sessions/get-user-sessions";
import { type HolderList, listHolders } from "./list-holders";
import { type LicenseList, type LicensesQuestion, listLicenses } from "./list-licenses";

/** The license whose users are shown over the list, and the one of them whose sign-out is asked about; `""`: none. */
export type UsersQuestion = { licenseId: string; request: HoldersRequest; endingId: string };

export type Registry = LicenseList & {
  /** Null also where there is no such license. */
  holders: HolderList | null;
  /** What signing the user out would end; null where the actor may not, or there is nothing to end. */
  ending: SignedInUser | null;
};

function unlessUnknown(error: unknown): null {
  if (error instanceof AppError && error.code === "not_found") return null;
  throw error;
}

/**
 * One page of the registry with what stands over it, as `listLicenses`, `listHolders` and `getUserSessions` answer it, read
 * as one statement.
 * @throws AppError `access_denied` without section and `read`.
 */
export async function openRegistry(
  actor: UserActor,
  question: LicensesQuestion,
  users: UsersQuestion | null,
): Promise<Registry> {
  requireRight(actor, "admin/license", "read");
  const asksEnd = users !== null && users.endingId !== "" && hasRight(actor, "admin/license", "write");
  const [list, holders, ending] = await together(() =>
    Promise.all([
      listLicenses(actor, question),
      users && listHolders(actor, users.licenseId, users.request).catch(unlessUnknown),
      asksEnd ? getUserSessions(actor, users.endingId) : null,
    ]),
  );
  return { ...list, holders, ending: holders && ending };
}
