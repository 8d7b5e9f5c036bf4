import { STATUS_CODES } from "node:http";
import { AppError, REASON_STATUS } from "@/lib/errors";
import { logUnknownError } from "@/lib/log";
import { reasonText, unknownText } from "./reason-text";

function errorAnswer(id: string, status: number, detail: string): Response {
  return Response.json({ id, code: status, status: STATUS_CODES[status] ?? "", detail }, { status });
}

/** Runs one use case for a call of the HTTP interface; its errors become `{id, code, status, detail}` (specification §7). */
export async function forHttp(act: () => Promise<object>): Promise<Response> {
  try {
    return Response.json(await act());
  } catch (error) {
    if (error instanceof AppError) {
      return errorAnswer(error.code, REASON_STATUS[error.code], await reasonText(error, "en"));
    }
    return errorAnswer("unknown", 500, await unknownText(logUnknownError(error, "http"), "en"));
  }
}

/** How much of a body that is too large is read away, so that its sender gets an answer and not a broken connection. */
const MAX_DISCARDED_BYTES = 32 * 1024 * 1024;

/**
 * The body as text, no more of it kept than `maxBytes`. @throws AppError `too_large`; `bad_request` when it is not UTF-8.
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_DISCARDED_BYTES) break;
    if (size <= maxBytes) chunks.push(chunk);
  }
  if (size > maxBytes) throw new AppError("too_large");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new AppError("bad_request", { field: "body" });
  }
}
