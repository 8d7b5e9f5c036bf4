import { deleteToken, type TokenKey } from "@/db/queries/access-tokens";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import { tokenOwner } from "@/lib/access/token-owner";
import { parseTokenName } from "@/lib/names";
import { requireRowId } from "@/lib/ids";

function parseKey(key: TokenKey): TokenKey {
  if ("name" in key) return { name: parseTokenName(key.name) };
  return { id: requireRowId(key.id) };
}

/**
 * Takes an access token of `name@domain` back, ended or not: whoever comes with it is unauthenticated from the next call on.
 * @throws AppError `access_denied` for anybody but the person in a session and the command line; `bad_request` for the form
 * of the address or the name; `not_found` when the person has no such token, also because it was revoked before.
 */
export async function revokeToken(actor: Actor, address: string, key: TokenKey): Promise<void> {
  const owner = tokenOwner(actor, address);
  const by = actedBy(actor);
  if (!(await deleteToken(owner, parseKey(key), by))) throw new AppError("not_found");
}
