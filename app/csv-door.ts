import type { UserActor } from "@/lib/access/actor";
import { inScope, keepWalls } from "@/lib/access/walls";
import { logUnknownError } from "@/lib/log";
import { GUARDS } from "./http-door";
import { requestActor } from "./request-actor";
import { toTextRefusal } from "./text-door";

/** Spreadsheets take a file for UTF-8, and so read Cyrillic, only if it begins with this. */
const BYTE_ORDER_MARK = "\u{FEFF}";

/** A start and the pieces of a text, each fetched when the reader has taken the one before; a reader who leaves ends the source. */
function streamed(start: string, pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const next = keepWalls(async () => pieces.next());
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(start)),
    pull: async (controller) => {
      try {
        const { done, value } = await next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        logUnknownError(error, "csv");
        controller.error(error);
      }
    },
    cancel: async () => void (await pieces.return(undefined)),
  });
}

/** A CSV file whose lines are sent as they come, behind a `start`. */
export function csvResponse(fileName: string, lines: AsyncGenerator<string>, start = ""): Response {
  const disposition = `attachment; filename="${fileName}"`;
  const headers = { ...GUARDS, "content-type": "text/csv; charset=utf-8", "content-disposition": disposition };
  return new Response(streamed(start, lines), { headers });
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
