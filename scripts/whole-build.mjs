import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a build lists by itself leaves these folders out. */
const FOLDERS = ["server/app", "server/chunks", "static/chunks"];

/**
 * Whether a build of the framework has the files without which no server begins, or answers 500: a clean-up, a full disk or
 * a copy that was broken off may have taken some.
 *
 * @param {string} folder `.next`
 * @returns {boolean}
 */
export function isWholeBuild(folder) {
  const listed = listedFiles(join(folder, "required-server-files.json"));
  return listed !== null && [...FOLDERS, ...listed].every((name) => existsSync(join(folder, name)));
}

/** The files that the build itself calls required, relative to its folder; null when that cannot be read. */
function listedFiles(path) {
  try {
    const { files } = JSON.parse(readFileSync(path, "utf8"));
    return files.map((name) => name.replace(/^\.next[\\/]/, ""));
  } catch {
    return null;
  }
}
