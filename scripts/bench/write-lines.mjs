import { assignCallLines } from "./assign-call-lines.mjs";
import { assignLines } from "./assign-lines.mjs";
import { assignStatements } from "./assign-statements.mjs";
import { query } from "./database-login.mjs";
import { copyDataset } from "./dataset-copy.mjs";
import { heartbeatLines } from "./heartbeat-lines.mjs";
import { lastPlaceLines } from "./last-place-lines.mjs";
import { manyLines } from "./many-lines.mjs";
import { paintLines } from "./paint-lines.mjs";
import { startProductProcess } from "./product-process.mjs";
import { lastSeatLines, seatLines } from "./seat-lines.mjs";
import { addWriteLicenses } from "./write-licenses.mjs";

/** Everything that writes, by its word. */
export const WRITES = {
  assign: assignLines,
  places: lastPlaceLines,
  put: assignCallLines,
  seats: seatLines,
  heartbeats: heartbeatLines,
  many: manyLines,
  paint: paintLines,
};

/**
 * What of writing is the same on a busy machine, in a copy of a data set, which is dropped afterwards.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {Awaited<ReturnType<typeof import("./dataset.mjs").ensureDataset>>} dataset nobody is connected to it
 */
export async function steadyWriteLines(context, dataset) {
  const writes = await openWrites(context, dataset);
  const parts = [await lastPlaceLines(context, writes), await lastSeatLines(context, writes)];
  await writes.close();
  return {
    lines: parts.flatMap(({ lines }) => lines),
    details: Object.assign({}, ...parts.map(({ details }) => details)),
  };
}

/** What the writes are measured on: the copy, what was added to it, the product's own process, and what the product sends for one call. */
export async function openWrites(context, dataset) {
  const { url, drop } = await copyDataset(context, dataset);
  const added = await query(url, addWriteLicenses);
  const statements = await assignStatements(context, url, added.users.at(-1), added.licenses[0]);
  const product = startProductProcess(context, url);
  const close = async () => {
    await product.stop();
    await drop();
  };
  return { url, ...added, statements, product, close };
}
