import { randomInt } from "node:crypto";
import { hasUsers } from "./first-start.mjs";
import { PlainError } from "./plain-error.mjs";

/** Without letters and digits that are taken for each other. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const LENGTH = 28;

/** Whoever sets a token of their own must not make it one that can be guessed. */
const SHORTEST = 20;

/**
 * The token that opens the first run at /setup: made at each start as long as there is no user, or the one that the
 * operator gave for all nodes of an installation.
 *
 * @param {string} databaseUrl of a migrated database
 * @param {string | undefined} given SETUP_TOKEN of the environment
 * @returns {Promise<string | null>} null when there are users, so that nothing is left to set up
 * @throws {PlainError} when the given token is too short
 */
export async function setupToken(databaseUrl, given) {
  if (await hasUsers(databaseUrl)) return null;
  const own = given?.trim() || newSetupToken();
  if (own.length >= SHORTEST) return own;
  throw new PlainError(`SETUP_TOKEN is too short; leave it out, or set it to ${SHORTEST} or more random characters.`);
}

/** Seven groups of four: 138 random bits that can be copied by hand. */
function newSetupToken() {
  const characters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return characters.join("").replace(/.{4}(?=.)/g, "$&-");
}
