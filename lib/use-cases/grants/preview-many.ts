import { z } from "zod";
import { MAX_CHANGES } from "@/db/queries/grants";
import { countSelected, type Selection } from "@/db/queries/many-grants";
import type { UserFilter } from "@/db/queries/user-search";
import type { UserActor } from "@/lib/access/actor";
import { domainBounds, requireRight } from "@/lib/access/permissions";
import { AppError, type Refusal } from "@/lib/errors";
import { isRowId, isUuid } from "@/lib/ids";
import { refuseGrant, remaining } from "@/lib/licensing/seats";

const wish = z.object({
  licenseId: z.string().refine(isUuid),
  held: z.boolean(),
  whole: z.boolean(),
  filter: z.custom<Omit<UserFilter, "bounds">>((value) => typeof value === "object" && value !== null),
  /** Only these users; null: all that the filter finds. */
  userIds: z.array(z.string().refine(isRowId)).max(MAX_CHANGES).nullable(),
});

/** One license for many users: given (`held`) or taken back, all or nothing (`whole`) or as far as it goes. */
export type ManyWish = z.infer<typeof wish>;

export type ManyPreview = {
  total: number;
  /** Grants that would move, users for whom it is so already, and users for whom no seat is left. */
  changing: number;
  already: number;
  notFitting: number;
  /** Why not all fit, or why nobody can get it, or get it back. */
  refused: Refusal | null;
};

/** Reads a wish as an actor may have it: bounded to their domain. @throws AppError `bad_request` naming the member. */
export function selectionOf(actor: UserActor, wished: ManyWish): { wish: ManyWish; selection: Selection } {
  const parsed = wish.safeParse(wished);
  if (!parsed.success) throw new AppError("bad_request", { field: String(parsed.error.issues[0]?.path[0] ?? "") });
  const filter = { ...parsed.data.filter, bounds: domainBounds(actor) };
  return { wish: parsed.data, selection: { filter, userIds: parsed.data.userIds } };
}

/**
 * What an act for many would do, as things stand: nothing is changed.
 * @throws AppError `access_denied` without section and `write`; `bad_request` for more than 10,000 users (field `users`)
 * or a wish that cannot be read; `not_found` for an unknown license.
 */
export async function previewMany(actor: UserActor, wished: ManyWish): Promise<ManyPreview> {
  requireRight(actor, "admin/license", "write");
  const { wish: asked, selection } = selectionOf(actor, wished);
  const { now, total, holding, license } = await countSelected(selection, asked.licenseId);
  if (license === null) throw new AppError("not_found");
  if (total > MAX_CHANGES) throw new AppError("bad_request", { field: "users" });
  if (!asked.held) {
    const lasting = refuseGrant(license, license.used - holding, now);
    return { total, changing: holding, already: total - holding, notFitting: 0, refused: lasting };
  }

  const wanting = total - holding;
  const refused = refuseGrant(license, license.used, now);
  const room = license.competitive ? wanting : Math.max(0, remaining(license, license.used));
  const changing = refused === null ? Math.min(wanting, room) : 0;
  const full = changing < wanting ? refuseGrant(license, license.limit, now) : null;
  return { total, changing, already: holding, notFitting: wanting - changing, refused: refused ?? full };
}
