import { z } from "zod";
import { setPreference } from "@/db/queries/preferences";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";

const input = z.array(z.string().refine(isUuid)).max(1_000).nullable();

/**
 * Remembers which licenses the person wants as columns of the matrix; null: whatever licenses there are, those that come later too.
 * @throws AppError `access_denied`, `bad_request`.
 */
export async function chooseColumns(actor: UserActor, licenseIds: string[] | null): Promise<void> {
  requireRight(actor, "admin/license", "read");
  const parsed = input.safeParse(licenseIds);
  if (!parsed.success) throw new AppError("bad_request", { field: "columns" });
  await setPreference(actor.id, "matrix_columns", parsed.data);
}
