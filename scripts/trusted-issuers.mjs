import { readFileSync } from "node:fs";

/**
 * Looks whether a file can be the issuers' public keys, so that a wrong path is told at the start and not at the first
 * certificate. The keys themselves are checked where certificates are.
 *
 * @param {string} path
 * @returns {string | null} one sentence, or null when the file will do
 */
export function faultsOfIssuers(path) {
  const advice = "Set LICENSE_ISSUERS to the issuers.jwks.json that your vendor gave you.";
  let text;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return `LICENSE_ISSUERS names ${path}, which cannot be read (${error.code}). ${advice}`;
  }
  const keys = parse(text)?.keys;
  if (!Array.isArray(keys) || keys.length === 0) {
    return `LICENSE_ISSUERS names ${path}, which is not of the form {"keys": [...]} with at least one key. ${advice}`;
  }
  if (keys.some((key) => key?.d !== undefined || key?.k !== undefined)) {
    return `LICENSE_ISSUERS names ${path}, which holds a private key; that one belongs to the vendor alone. ${advice}`;
  }
  return null;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
