import { keepWalls } from "@/lib/access/walls";
import { logUnknownError } from "@/lib/log";

/**
 * A start and the pieces of a text, each fetched when the reader has taken the one before. A reader who leaves ends the
 * source; the piece that was being fetched for them is dropped.
 */
export function textStream(start: string, pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const next = keepWalls(async () => pieces.next());
  let isRead = true;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(start)),
    pull: async (controller) => {
      try {
        const { done, value } = await next();
        if (!isRead) return;
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        logUnknownError(error, "csv");
        controller.error(error);
      }
    },
    cancel: async () => {
      isRead = false;
      await pieces.return(undefined);
    },
  });
}
