import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes, randomUUID } from "node:crypto";

/** The application, bundled by itself, finds the same storage under this name (lib/request-scope.ts). */
const scopes = (globalThis[Symbol.for("seatwise.request")] ??= new AsyncLocalStorage());

/**
 * What the server and the application tell each other about one request.
 *
 * @typedef {object} RequestScope
 * @property {string} nonce lets the scripts of this one answer run
 * @property {string} reference names the request in the log and on the page that owns up to a failure
 * @property {number} fault the status that an unexpected error has in truth: 503 while the database is away; 0: nothing known
 * @property {boolean} isActing an action of ours has been reached
 */

/** @returns {RequestScope} */
export function createScope() {
  let reference;
  return {
    nonce: randomBytes(16).toString("base64url"),
    fault: 0,
    isActing: false,
    get reference() {
      return (reference ??= randomUUID());
    },
  };
}

/** Runs the work of a request so that all of it finds the scope. */
export function withScope(scope, work) {
  return scopes.run(scope, work);
}
