import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { PlainError } from "./plain-error.mjs";

/**
 * Makes a folder with all that is missing above it. Node's own way to do so never ends where folders cannot be made and say
 * that they are not there, as in /proc.
 *
 * @param {string} path absolute; may be there already
 * @param {number} [mode] of the folders that are made
 * @throws {PlainError} when a file is there; {Error} of the file system
 */
export function makeFolder(path, mode = 0o777) {
  const missing = [];
  for (let each = path; !existsSync(each); each = dirname(each)) missing.unshift(each);
  for (const each of missing) makeOne(each, mode);
  if (!statSync(path).isDirectory()) throw new PlainError(`${path} is a file, not a folder. Name another.`);
}

/** Another process may be quicker. */
function makeOne(path, mode) {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
}
