import { userInfo } from "node:os";

/**
 * The account that this process runs as; in a container it may have a number and no name.
 *
 * @returns {string}
 */
export function accountName() {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
