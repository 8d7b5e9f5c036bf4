import { randomUUID } from "node:crypto";
import type { ActedBy, ActedOnDomain } from "@/db/queries/acted-by";
import { type Actor, auditedActor } from "./actor";
import { domainBounds } from "./permissions";
import { rightsOf } from "./rights-of";

/** A new act of this actor: its id, what history keeps of the actor, and the bounds that the database holds it to. */
export function actedBy(actor: Actor): ActedBy {
  return {
    actor: auditedActor(actor),
    actId: randomUUID(),
    domainId: domainBounds(actor),
    rights: rightsOf(actor),
  };
}

/** As `actedBy`, for an act on a domain. */
export function actedOnDomain(actor: Actor): ActedOnDomain {
  return { ...actedBy(actor), ownId: actor.kind === "user" ? actor.domain.id : null };
}
