import { raiseWalls } from "@/db/walls";
import type { Actor } from "./actor";
import { isPermitted } from "./permissions";

export { beyondWalls, inScope, keepWalls } from "@/db/walls";

/**
 * From here on, whatever this request asks the database stays within the domain of the actor, unless they may see all
 * domains (specification §5): the second lock, behind the bounds that each query is asked with and not made from them.
 * @throws Error outside of `inScope`.
 */
export function actFor(actor: Actor): void {
  raiseWalls(actor.kind === "user" && !isPermitted(actor, "all_domains") ? actor.domain.id : null);
}
