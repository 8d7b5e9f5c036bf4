import type { UserActor } from "@/lib/access/actor";
import { AppError, REASON_STATUS } from "@/lib/errors";
import { logUnknownError } from "@/lib/log";
import { reasonText, unknownText } from "./reason-text";
import { requestActor } from "./request-actor";

function textAnswer(text: string, status: number): Response {
  const headers = {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
  return new Response(text, { status, headers });
}

/** Runs one use case that answers a text for the person behind the cookie. Reading only: a cookie may not change anything here. */
export async function cookieActorText(useCase: (actor: UserActor) => Promise<string>): Promise<Response> {
  try {
    return textAnswer(await useCase(await requestActor()), 200);
  } catch (error) {
    if (error instanceof AppError) return textAnswer(await reasonText(error), REASON_STATUS[error.code]);
    return textAnswer(await unknownText(logUnknownError(error, "http")), 500);
  }
}
