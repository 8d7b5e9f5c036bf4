/**
 * @typedef {object} Weight
 * @property {number} html bytes of the page, compressed as served
 * @property {number} scripts bytes of all script files that a browser loads for it, compressed as served
 * @property {{ path: string, bytes: number }[]} files
 */

/** Smaller answers are sent as they are. */
const WORTH_IT = 1_024;

/**
 * What a browser has to load for a page.
 *
 * @param {ReturnType<typeof import("./visitor.mjs").createVisitor>} visitor
 * @param {string} path
 * @returns {Promise<Weight>}
 * @throws when the server does not compress
 */
export async function weighPage(visitor, path) {
  const page = await visitor.get(path);
  if (!page.compressed) throw new Error(`${path} is not compressed.`);
  const files = [];
  for (const script of scriptsOf(page.text())) {
    const answer = await visitor.get(script);
    if (!answer.compressed && answer.bytes >= WORTH_IT) throw new Error(`${script} is not compressed.`);
    files.push({ path: script, bytes: answer.bytes });
  }
  return { html: page.bytes, scripts: files.reduce((sum, { bytes }) => sum + bytes, 0), files };
}

/** Those named in tags, and those that only the data for hydration names. Files for old browsers are not loaded. */
function scriptsOf(html) {
  const current = html.replace(/<script\b[^>]*\bnoModule\b[^>]*>/gi, "");
  return [...new Set(current.match(/\/_next\/static\/[\w./~-]+\.js/g))];
}
