import type { UserActor } from "@/lib/access/actor";
import { inScope } from "@/lib/access/walls";
import { GUARDS } from "./http-door";
import { requestActor } from "./request-actor";
import { toTextRefusal } from "./text-door";
import { textStream } from "./text-stream";

/** Spreadsheets take a file for UTF-8, and so read Cyrillic, only if it begins with this. */
const BYTE_ORDER_MARK = "\u{FEFF}";

/** A CSV file whose lines are sent as they come, behind a `start`. */
export function csvResponse(fileName: string, lines: AsyncGenerator<string>, start = ""): Response {
  const disposition = `attachment; filename="${fileName}"`;
  const headers = { ...GUARDS, "content-type": "text/csv; charset=utf-8", "content-disposition": disposition };
  return new Response(textStream(start, lines), { headers });
}

/**
 * Runs one use case that answers the lines of a CSV file for the person behind the cookie, and sends them as they come.
 * A refusal is plain text in words. Reading only: a cookie may not change anything here.
 */
export async function cookieActorCsv(
  fileName: string,
  useCase: (actor: UserActor) => Promise<AsyncGenerator<string>>,
): Promise<Response> {
  try {
    return await inScope(async () => csvResponse(fileName, await useCase(await requestActor()), BYTE_ORDER_MARK));
  } catch (error) {
    return toTextRefusal(error, "csv");
  }
}
