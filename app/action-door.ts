import { refresh } from "next/cache";
import { unstable_rethrow } from "next/navigation";
import { inScope } from "@/lib/access/walls";
import { AppError, type ReasonCode, type Refusal, isUnavailable } from "@/lib/errors";
import { logUnknownError } from "@/lib/log";
import { requestScope } from "@/lib/request-scope";
import { reasonText, unavailableText, unknownText } from "./reason-text";

/**
 * Why an action was refused, in the reader's words. Outside of the closed list: `unknown`, an error in the log, and
 * `unavailable`, a database that is away.
 */
export type ActionError = { code: ReasonCode | "unknown" | "unavailable"; text: string };

export type ActionResult<T> = { ok: true; value: T } | { ok: false; error: ActionError };

/** People at a browser know nothing of tokens. */
function inSession({ code, params }: AppError): Refusal {
  return { code, params: params.about === "token" ? { ...params, about: "signedOut" } : params };
}

async function toActionError(error: unknown): Promise<ActionError> {
  if (error instanceof AppError) return { code: error.code, text: await reasonText(inSession(error)) };
  if (isUnavailable(error)) return { code: "unavailable", text: await unavailableText() };
  return { code: "unknown", text: await unknownText(logUnknownError(error, "action")) };
}

/** Tells the server that what was sent could be read: what fails from here on is no fault of the sender. */
export function beginAction(): void {
  const scope = requestScope();
  if (scope) scope.isActing = true;
}

/**
 * Runs one use case for a server action and turns every error into a value; redirects pass through. What another site's
 * page sends does not get here: the server refuses it unread (scripts/server/refusals.mjs).
 */
export async function forAction<T>(act: () => Promise<T>): Promise<ActionResult<T>> {
  beginAction();
  try {
    return { ok: true, value: await inScope(act) };
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, error: await toActionError(error) };
  }
}

/** Has the answer bring the page as it is now. Not while the database is away: the page would fail, and with it what was typed. */
export function refreshAfter(result: ActionResult<unknown>): void {
  if (result.ok || result.error.code !== "unavailable") refresh();
}
