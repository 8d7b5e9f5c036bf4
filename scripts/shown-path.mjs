import { isAbsolute, relative } from "node:path";

/**
 * A path as one types it here: relative within the working directory, whole outside of it.
 *
 * @param {string} path absolute
 * @returns {string}
 */
export function shownPath(path) {
  const inside = relative(process.cwd(), path);
  return inside === "" || isAbsolute(inside) || /^\.\.([\\/]|$)/.test(inside) ? path : inside;
}
