import { ensureEmptyApp } from "./empty-app.mjs";
import { statementsByHand } from "./hand-lines.mjs";
import { pagesOf } from "./pages.mjs";
import { startEmpty } from "./product-server.mjs";
import { measuredTwice } from "./report.mjs";
import { searchLines } from "./search-lines.mjs";
import { statementLines } from "./statement-lines.mjs";
import { startTapped } from "./tapped-product.mjs";
import { createVisitor } from "./visitor.mjs";
import { weightLines } from "./weight-lines.mjs";
import { steadyWriteLines } from "./write-lines.mjs";

/**
 * What is the same on a busy machine: counts, weights, searches in the database, and that nobody gets more than there is.
 * Nothing here waits for a processor of its own; what is missed once is measured again all the same.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {Awaited<ReturnType<typeof import("./dataset.mjs").ensureDataset>>} dataset
 * @returns {Promise<{ lines: import("./report.mjs").Line[], details: object }>}
 */
export async function checkLines(context, dataset) {
  const emptyFolder = await ensureEmptyApp(context.root, context.runNext);
  const pages = pagesOf(dataset.size);
  const tapped = await startTapped(context, dataset, { cookie: dataset.cookie });
  const empty = await startEmpty(context, emptyFolder);
  const emptyVisitor = createVisitor(empty.url);
  const statements = await measuredTwice(() => statementLines(dataset, pages, tapped));
  await statementsByHand(dataset, statements.sent);
  const parts = [
    statements,
    await searchLines(dataset, tapped),
    await measuredTwice(() => weightLines(pages, tapped.visitor, emptyVisitor)),
  ];
  emptyVisitor.close();
  await tapped.stop();
  await empty.stop();
  parts.push(await measuredTwice(() => steadyWriteLines(context, dataset)));
  return {
    lines: parts.flatMap(({ lines }) => lines),
    details: Object.assign({}, ...parts.map(({ details }) => details)),
  };
}
