import { assignCallLines } from "./assign-call-lines.mjs";
import { assignLines } from "./assign-lines.mjs";
import { assignStatements } from "./assign-statements.mjs";
import { query } from "./database-login.mjs";
import { copyDataset } from "./dataset-copy.mjs";
import { lastPlaceLines } from "./last-place-lines.mjs";
import { manyLines } from "./many-lines.mjs";
import { paintLines } from "./paint-lines.mjs";
import { startProductProcess } from "./product-process.mjs";
import { lastSeatLines, seatLines } from "./seat-lines.mjs";
import { addWriteLicenses } from "./write-licenses.mjs";

/** Everything that writes, and what of it is the same on a busy machine. */
const WRITES = [assignLines, lastPlaceLines, assignCallLines, seatLines, manyLines, paintLines];
export const STEADY_WRITES = [lastPlaceLines, lastSeatLines];

/**
 * What writing costs, in a copy of a data set, which is dropped afterwards.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {Awaited<ReturnType<typeof import("./dataset.mjs").ensureDataset>>} dataset nobody is connected to it
 * @param {string} emptyFolder of the built empty application
 * @param {typeof WRITES} [works]
 */
export async function writeLines(context, dataset, emptyFolder, works = WRITES) {
  const writes = await openWrites(context, dataset);
  const lines = [];
  const details = {};
  for (const work of works) {
    const part = await work(context, writes, emptyFolder);
    lines.push(...part.lines);
    Object.assign(details, part.details);
  }
  await writes.close();
  return { lines, details: { writes: details } };
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
