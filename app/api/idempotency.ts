import { type ActKey, actKey } from "@/lib/access/act-key";
import type { UserActor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";

/** What calls that take a key say of it. */
export const ABOUT_KEYS =
  "1 to 255 visible characters; the call is done once: the same key with the same request gets " +
  "the same answer again for at least a day, refusals included, and nothing is done twice. The same key with another " +
  "request answers 400. Calls refused before anything was tried (401, 403 without the right, unreadable) keep no key.";

/**
 * The key of a call, if it came with one; `asked` is all that makes the request what it is.
 * @throws AppError `bad_request` (`Idempotency-Key`) when it is not 1 to 255 visible characters.
 */
export function readActKey(actor: UserActor, request: Request, asked: unknown): ActKey | null {
  const key = request.headers.get("idempotency-key");
  if (key === null) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new AppError("bad_request", { field: "Idempotency-Key" });
  return actKey(actor, key, asked);
}
