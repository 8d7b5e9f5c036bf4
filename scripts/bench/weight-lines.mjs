import { weighPage } from "./page-weight.mjs";
import { line } from "./report.mjs";

const HTML_LIMIT_KB = 8;
const SCRIPT_LIMITS_KB = { registry: 25, matrix: 40 };

/**
 * What a browser loads for a page, compressed as it is served; scripts beyond those of the framework's empty page.
 *
 * @param {import("./pages.mjs").Page[]} pages
 * @param {object} visitor of the product
 * @param {object} emptyVisitor of the empty page
 */
export async function weightLines(pages, visitor, emptyVisitor) {
  const lines = [];
  const weights = { empty: await weighPage(emptyVisitor, "/") };
  for (const { name, path } of pages.filter((page) => page.name in SCRIPT_LIMITS_KB)) {
    const weight = await weighPage(visitor, path);
    const beyond = kilobytes(weight.scripts - weights.empty.scripts);
    lines.push(line(`${name}, HTML`, "KB", kilobytes(weight.html), HTML_LIMIT_KB));
    lines.push(line(`${name}, scripts beyond the empty page`, "KB", beyond, SCRIPT_LIMITS_KB[name]));
    weights[name] = weight;
  }
  lines.push(line("empty page, scripts", "KB", kilobytes(weights.empty.scripts)));
  return { lines, details: { weights } };
}

function kilobytes(bytes) {
  return bytes / 1_024;
}
