import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { accountName } from "./account-name.mjs";
import { PlainError } from "./plain-error.mjs";

/**
 * Looks before something is made in the folder of the source whether it can be: whoever ran the start as another user once
 * left folders that this one may not write.
 *
 * @param {string} root
 * @param {string[]} names folders in it that are written to; what is missing is made in the root
 * @param {string} act as in "Building"
 * @param {(folder: string) => boolean} [mayWrite] for tests
 * @throws {PlainError} naming the first folder that this user may not write
 */
export function checkWritable(root, names, act, mayWrite = isWritable) {
  const folders = names.map((name) => join(root, name));
  const written = folders.every((folder) => existsSync(folder)) ? folders : [root, ...folders];
  const refused = written.filter((folder) => existsSync(folder)).find((folder) => !mayWrite(folder));
  if (refused !== undefined) throw new PlainError(notWritable(root, refused, act));
}

/**
 * @param {string} root
 * @param {string} folder that this user may not write
 * @param {string} act as in "Building"
 * @returns {string} a sentence
 */
export function notWritable(root, folder, act) {
  return (
    `${act} writes to ${folder}, and the user ${accountName()} may not: let root give the folder to the user of the service ` +
    `(chown -R USER ${root}), and run node scripts/start.mjs there once by hand as that user, and as no other.`
  );
}

/**
 * @param {string} root
 * @param {string} name of a folder in it
 * @returns {string[]} the folder and all folders in it, links not followed
 */
export function foldersUnder(root, name) {
  if (!existsSync(join(root, name))) return [name];
  try {
    const inner = readdirSync(join(root, name), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [name, ...inner.flatMap((entry) => foldersUnder(root, join(name, entry.name)))];
  } catch {
    // Who may not read it may not write it: it is named by itself.
    return [name];
  }
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
