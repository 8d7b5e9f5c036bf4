import { createHmac } from "node:crypto";

/**
 * The key by which values that server actions close over are encrypted into pages: of AUTH_SECRET, so that the nodes of an
 * installation share it and nobody else knows it.
 *
 * @param {string} authSecret
 * @returns {string} 32 bytes as base64
 */
export function actionsKey(authSecret) {
  return createHmac("sha256", authSecret).update("seatwise server actions").digest("base64");
}
