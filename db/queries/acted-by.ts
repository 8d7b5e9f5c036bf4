import { type SQL, sql } from "drizzle-orm";
import { json } from "@/db/client";

/** Whose act it is, as history keeps them, and the act's id. */
export type By = { actor: object; actId: string };

/** `By`, and the domain out of which nothing may be touched (null: no bounds). */
export type Bounded = By & { domainId: string | null };

/** `Bounded`, and the rights beyond which nothing may be touched (null: no bounds). */
export type ActedBy = Bounded & { rights: object | null };

/** Who acts on a domain: `ownId` is their own (null: none), `rights` those beyond which nobody may be touched (null: no bounds). */
export type ActedOnDomain = By & { ownId: string | null; rights: object | null };

/** Actor and act as the last parameters of a function. */
export function byParams({ actor, actId }: By): SQL {
  return sql`${json(actor)}, ${actId}::uuid`;
}

/** Rights as a parameter; SQL's null, not JSON's, when there are no bounds. */
export function rightsParam(rights: object | null): SQL {
  return rights === null ? sql`null::jsonb` : json(rights);
}
