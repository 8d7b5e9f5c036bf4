import { randomBytes } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * The secret kept in a file, made the first time. Two processes that begin at once get the same one, and a process
 * killed on the way leaves no half of one.
 *
 * @param {string} path its folder must exist; the file gets mode 0600
 * @returns {string} 32 random bytes as base64url
 * @throws {Error} of the file system when the file can be neither read nor written, or when it holds less than a secret
 */
export function keptSecret(path) {
  if (!existsSync(path)) {
    const draft = `${path}.${process.pid}`;
    rmSync(draft, { force: true });
    writeFileSync(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flush: true });
    try {
      linkSync(draft, path);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  const secret = readFileSync(path, "utf8").trim();
  if (secret.length < 32) throw new Error(`${path} holds no secret; remove it, and everybody signs in again`);
  return secret;
}
