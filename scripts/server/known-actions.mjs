import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The ids of the server actions of a build. A window that was opened before a new version calls one that is no more.
 *
 * @param {string} dir the folder that holds `.next`
 * @returns {ReadonlySet<string>}
 */
export function readKnownActions(dir) {
  const { node } = JSON.parse(readFileSync(join(dir, ".next/server/server-reference-manifest.json"), "utf8"));
  return new Set(Object.keys(node));
}
