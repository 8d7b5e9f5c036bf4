import { insertToken, type TokenScope } from "@/db/queries/access-tokens";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { hashToken, newAccessToken } from "@/lib/access/session";
import { AppError } from "@/lib/errors";
import { tokenOwner } from "@/lib/access/token-owner";
import { parseTokenName } from "@/lib/names";

export type { TokenScope };

/** `days`: after how many days of 24 hours it ends, 1 to MAX_TOKEN_DAYS. */
export type TokenToAdd = { name: string; scope: string; days: number };

/** The secret is handed out here and nowhere again. */
export type AddedToken = { secret: string; name: string; scope: TokenScope; endsAt: Date };

/** The longest that a token may last, in days. */
export const MAX_TOKEN_DAYS = 366;

const MAX_LIVING = 50;

function parseScope(scope: string): TokenScope {
  if (scope !== "read" && scope !== "write") throw new AppError("bad_request", { field: "scope" });
  return scope;
}

/**
 * Adds an access token of `name@domain` for scripts: it stands for the person, takes no seat, and ends by itself. With the
 * scope `read` it has of the person's permissions only those that change nothing. Only its SHA-256 is kept.
 * @throws AppError `access_denied` for anybody but the person in a session and the command line; `bad_request` naming name
 * (also with `fault: "taken"`), scope, days, user (disabled) or tokens (`limit` of them live already); `not_found`.
 */
export async function addToken(actor: Actor, address: string, token: TokenToAdd): Promise<AddedToken> {
  const owner = tokenOwner(actor, address);
  const [name, scope, { days }] = [parseTokenName(token.name), parseScope(token.scope), token];
  if (!Number.isInteger(days) || days < 1 || days > MAX_TOKEN_DAYS)
    throw new AppError("bad_request", { field: "days" });
  const secret = newAccessToken();
  const by = { ...actedBy(actor), limit: MAX_LIVING };
  const added = await insertToken(owner, { name, scope, days, hash: hashToken(secret) }, by);
  if (added.outcome === "added") return { secret, name, scope, endsAt: new Date(added.ends_at) };
  if (added.outcome === "not_found") throw new AppError("not_found");
  if (added.outcome === "taken") throw new AppError("bad_request", { field: "name", fault: "taken" });
  if (added.outcome === "disabled") throw new AppError("bad_request", { field: "user" });
  throw new AppError("bad_request", { field: "tokens", limit: MAX_LIVING });
}
