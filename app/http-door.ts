import { STATUS_CODES } from "node:http";
import { AppError, REASON_STATUS, type ReasonCode, isUnavailable } from "@/lib/errors";
import { logUnknownError } from "@/lib/log";
import { reasonText, unavailableText, unknownText } from "./reason-text";

/** What every answer of ours to a program carries: it is kept by nobody and is what it says it is. */
export const GUARDS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** The server turns it into the header that the framework would take away (scripts/whole-answers.mjs). */
const LENGTH_HEADER = "x-seatwise-length";

/**
 * JSON with its length, so that it travels in one piece, HEAD tells it, and the compressor leaves what is small as it is:
 * for that the beginning of a compressed stream costs more than all the rest of the answer.
 */
export function jsonAnswer(body: unknown, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  const text = JSON.stringify(body);
  const about = { "content-type": "application/json", [LENGTH_HEADER]: String(Buffer.byteLength(text)) };
  return new Response(text, { status, headers: { ...GUARDS, ...about, ...headers } });
}

/** A database that is back is noticed within a second. */
export const RETRY_SECONDS = "2";

/** An error as the HTTP interface speaks of it: `{id, code, status, detail}` (specification §7). */
export function errorAnswer(
  id: string,
  status: number,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return jsonAnswer({ id, code: status, status: STATUS_CODES[status] ?? "", detail }, status, headers);
}

/** What RFC 9110 wants beside the status: how to identify oneself, and how long to wait in seconds. */
function headersOf({ code, params }: AppError): Record<string, string> {
  if (code === "unauthenticated") return { "www-authenticate": "Bearer" };
  return code === "rate_limited" ? { "retry-after": String(params.seconds ?? 60) } : {};
}

/** The answer to what a use case threw, a reason by another id where `ids` has one; a stack trace goes to the log alone. */
export async function toErrorAnswer(error: unknown, ids: Partial<Record<ReasonCode, string>> = {}): Promise<Response> {
  if (error instanceof AppError) {
    const detail = await reasonText(error, "en");
    return errorAnswer(ids[error.code] ?? error.code, REASON_STATUS[error.code], detail, headersOf(error));
  }
  if (isUnavailable(error)) {
    return errorAnswer("unavailable", 503, await unavailableText("en"), { "retry-after": RETRY_SECONDS });
  }
  return errorAnswer("unknown", 500, await unknownText(logUnknownError(error, "http"), "en"));
}

/** How much of a body that is too large is read away, so that its sender gets an answer and not a broken connection. */
const MAX_DISCARDED_BYTES = 32 * 1024 * 1024;

/** The pieces of the body; one that breaks off is none. @throws AppError `bad_request` */
async function* piecesOf(request: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* request.body ?? [];
  } catch {
    throw new AppError("bad_request", { field: "body" });
  }
}

/**
 * The body as text, no more of it kept than `maxBytes`. @throws AppError `too_large`; `bad_request` when it is not UTF-8.
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of piecesOf(request)) {
    size += chunk.byteLength;
    if (size > MAX_DISCARDED_BYTES) break;
    if (size <= maxBytes) chunks.push(chunk);
  }
  if (size > maxBytes) throw new AppError("too_large", { about: "body", limit: Math.floor(maxBytes / 1024) });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new AppError("bad_request", { field: "body" });
  }
}
