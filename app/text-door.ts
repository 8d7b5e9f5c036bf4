import type { UserActor } from "@/lib/access/actor";
import { inScope } from "@/lib/access/walls";
import { AppError, REASON_STATUS, isUnavailable } from "@/lib/errors";
import { logUnknownError } from "@/lib/log";
import { GUARDS, RETRY_SECONDS } from "./http-door";
import { reasonText, unavailableText, unknownText } from "./reason-text";
import { requestActor } from "./request-actor";

function textAnswer(text: string, status: number): Response {
  const retry = status === 503 && { "retry-after": RETRY_SECONDS };
  return new Response(text, { status, headers: { ...GUARDS, ...retry, "content-type": "text/plain; charset=utf-8" } });
}

/** A refusal in plain words, in the reader's language; `door` stands in the log with what no one expected. */
export async function toTextRefusal(error: unknown, door: string): Promise<Response> {
  if (error instanceof AppError) return textAnswer(await reasonText(error), REASON_STATUS[error.code]);
  if (isUnavailable(error)) return textAnswer(await unavailableText(), 503);
  return textAnswer(await unknownText(logUnknownError(error, door)), 500);
}

/** Runs one use case that answers a text for the person behind the cookie. Reading only: a cookie may not change anything here. */
export async function cookieActorText(useCase: (actor: UserActor) => Promise<string>): Promise<Response> {
  try {
    return textAnswer(await inScope(async () => useCase(await requestActor())), 200);
  } catch (error) {
    return toTextRefusal(error, "http");
  }
}
