import { readText } from "@/app/http-door";
import { AppError } from "@/lib/errors";

/** The largest body, unless a call takes larger ones. */
export const MAX_BODY_BYTES = 64 * 1024;

/** The token of a call: `X-Webitel-Access`, else `Authorization: Bearer` (RFC 6750); empty is none. A cookie is no token here. */
export function tokenOf(request: Request): string | undefined {
  const access = request.headers.get("x-webitel-access")?.trim();
  if (access) return access;
  return /^bearer +(\S+)$/i.exec(request.headers.get("authorization")?.trim() ?? "")?.[1];
}

/**
 * Whether statements can keep what JSON says: neither NUL nor halves of characters, which UTF-8 can only hold as escapes.
 * Looks at the text: what it says may be nested too deep to be walked.
 */
function isStorable(json: string): boolean {
  if (!json.includes("\\u")) return true;
  const escapes = json.replaceAll("\\\\", "_").replace(/\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}/gi, "_");
  return !/\\u(0000|d[89a-f])/i.test(escapes);
}

type BodyLimits = { maxBodyBytes?: number; isVerbatim?: boolean };

/**
 * The body as JSON, whatever its content type says; undefined when there is none.
 * @throws AppError `too_large`; `bad_request` (`body`) when it is not UTF-8, not JSON, or, unless it is wanted verbatim,
 * holds what cannot be kept.
 */
export async function readBody(request: Request, { maxBodyBytes = MAX_BODY_BYTES, isVerbatim }: BodyLimits) {
  const text = await readText(request, maxBodyBytes);
  if (text.trim() === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError("bad_request", { field: "body" });
  }
  if (!isVerbatim && !isStorable(text)) throw new AppError("bad_request", { field: "body" });
  return value;
}
