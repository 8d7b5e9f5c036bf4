import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { inScope } from "@/lib/access/walls";
import { AppError, type ReasonCode } from "@/lib/errors";
import { logUnknownError } from "@/lib/log";
import { reasonText, unknownText } from "./reason-text";

/** Why an action was refused, in the reader's words. `unknown` is no reason of the closed list but an error in the log. */
export type ActionError = { code: ReasonCode | "unknown"; text: string };

export type ActionResult<T> = { ok: true; value: T } | { ok: false; error: ActionError };

export async function toActionError(error: unknown): Promise<ActionError> {
  if (error instanceof AppError) return { code: error.code, text: await reasonText(error) };
  return { code: "unknown", text: await unknownText(logUnknownError(error, "action")) };
}

/** A server action is a public POST: one that another site's page sends is refused before anything is read. */
async function requireSameOrigin(): Promise<void> {
  const sent = await headers();
  const origin = sent.get("origin");
  const site = sent.get("sec-fetch-site");
  const foreignOrigin = origin !== null && URL.parse(origin)?.host !== sent.get("host");
  if (foreignOrigin || (site !== null && site !== "same-origin" && site !== "none"))
    throw new AppError("access_denied");
}

/** Runs one use case for a server action and turns every error into a value; redirects pass through. */
export async function forAction<T>(act: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    await requireSameOrigin();
    return { ok: true, value: await inScope(act) };
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, error: await toActionError(error) };
  }
}
