import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { accountName } from "./account-name.mjs";

const gone = {
  read: (path) => `${path} is not there. Correct the name.`,
  write: (path) =>
    existsSync(dirname(path))
      ? `${path} cannot be made there. Name another place.`
      : `The folder ${dirname(path)} is not there. Make it first, or correct the name.`,
};
const forbidden = (path, act) =>
  `The user ${accountName()} may not ${act} ${path}. Name another, or give that user the right.`;
const full = (path) => `There is no room left for ${path}. Make some, or name another place.`;
const odd = (path) => `${path} cannot be the name of a file here. Correct it.`;

const SENTENCES = {
  ENOENT: (path, act) => gone[act](path),
  EISDIR: (path) => `${path} is a folder. Name a file.`,
  EEXIST: (path) => `${path} is there already and is not overwritten. Name another.`,
  ENOTDIR: (path) => `${path} leads through a file as if it were a folder. Correct the name.`,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: (path) => `${path} is where nothing can be written. Name another place.`,
  ENOSPC: full,
  EDQUOT: full,
  ELOOP: odd,
  ENAMETOOLONG: odd,
};

/**
 * What can be done about a file that could not be read or written.
 *
 * @param {unknown} error of the file system
 * @param {string} path as it was meant
 * @param {"read" | "write"} act
 * @returns {string | null} sentences, or null for an error of another kind
 */
export function fileSentence(error, path, act) {
  return (Object.hasOwn(SENTENCES, error?.code ?? "") && SENTENCES[error.code](path, act)) || null;
}
