import { AppError } from "@/lib/errors";
import { parseAddress } from "@/lib/names";
import type { Actor } from "./actor";

/**
 * Whose tokens they are, if the actor may: a person in a session their own, the command line anybody's. Whoever came with an
 * access token may not, so that a token never outlives its end, nor a reading one turns into a writing one.
 * @throws AppError `access_denied`; `bad_request` for the form of the address.
 */
export function tokenOwner(actor: Actor, address: string): { username: string; domain: string } {
  const isLocal = actor.kind === "command" || actor.kind === "system";
  if (!isLocal && (actor.kind !== "user" || actor.token !== null)) throw new AppError("access_denied");
  const owner = parseAddress(address);
  const isOwn = actor.kind === "user" && owner.username === actor.username && owner.domain === actor.domain.name;
  if (!isLocal && !isOwn) throw new AppError("access_denied");
  return owner;
}
