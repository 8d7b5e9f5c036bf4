const TICKED = /<input[^>]*type="checkbox"[^>]*\schecked[\s=>]/g;
const APOSTROPHE = /&#(39|x27);/gi;

/**
 * Proves that two servers answer a page with the same rows in the same order and the same boxes ticked.
 *
 * @param {string} name of the page
 * @param {string} ours HTML of the product
 * @param {string} bare HTML of the bare server: each row begins with what tells it from others
 * @throws when they do not
 */
export function proveSameRows(name, ours, bare) {
  const keys = [...plain(bare).matchAll(/<th scope="row">(.*?)<\/th>/g)].map(([, key]) => key);
  const [, body = ""] = /<tbody\b[^>]*>(.*?)<\/tbody>/s.exec(plain(ours)) ?? [];
  const rows = body.split("<tr").slice(1);
  const isSame = keys.length > 0 && keys.length === rows.length && rows.every((row, nth) => row.includes(keys[nth]));
  if (!isSame) throw new Error(`${name}: the rows are not the same (${rows.length} and ${keys.length}).`);
  const [ticks, theirs] = [body, bare].map((html) => html.match(TICKED)?.length ?? 0);
  if (ticks !== theirs) throw new Error(`${name}: ${ticks} and ${theirs} boxes are ticked.`);
}

/**
 * Proves that two answers in JSON are about the same licenses in the same order, wherever in them they stand; with
 * `isChosen` ours leaves out those that the rules leave out.
 */
export function proveSameIds(name, ours, bare, isChosen = false) {
  const [ids, theirs] = [ours, bare].map((text) => [
    ...new Set(text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []),
  ]);
  const expected = isChosen ? theirs.filter((id) => ids.includes(id)) : theirs;
  if (theirs.length === 0 || ids.join() !== expected.join()) throw new Error(`${name}: the rows are not the same.`);
}

/** An apostrophe is written in several ways. */
function plain(html) {
  return html.replace(APOSTROPHE, "'");
}
