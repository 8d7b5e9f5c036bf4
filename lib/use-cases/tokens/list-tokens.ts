import { findTokens, type TokenRecord } from "@/db/queries/access-tokens";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import { tokenOwner } from "@/lib/access/token-owner";

export type { TokenRecord };

/**
 * The access tokens of `name@domain` without their secrets: all that live, then the latest hundred in all that have ended.
 * @throws AppError `access_denied` for anybody but the person in a session and the command line; `bad_request` for the form
 * of the address; `not_found`.
 */
export async function listTokens(actor: Actor, address: string): Promise<TokenRecord[]> {
  const tokens = await findTokens(tokenOwner(actor, address));
  if (tokens === null) throw new AppError("not_found");
  return tokens;
}
