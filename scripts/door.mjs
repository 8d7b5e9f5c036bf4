import { randomBytes } from "node:crypto";
import { markAddress } from "./client-address.mjs";
import { tidyTarget } from "./request-target.mjs";
import { createAdmission } from "./server/admission.mjs";
import { answerPlainly } from "./server/plain-answer.mjs";
import { createPolicy } from "./server/policy.mjs";
import { refusalOf, settleHost, watchLength } from "./server/refusals.mjs";
import { createScope } from "./server/request-scope.mjs";

/** Answered however much else is asked: who watches us must tell busy from dead. */
const HEALTH = /^\/api\/health(\/ready)?(\?|$)/;

/**
 * What happens to a request before the framework hears of it.
 *
 * @param {object} input
 * @param {(address: string) => boolean} input.isProxy
 * @param {string} input.publicAddress
 * @param {ReadonlySet<string>} input.actions the ids of the server actions that there are
 * @returns {{ inner: string, open(request, response, turn: (scope: import("./server/request-scope.mjs").RequestScope, begun: () => void) => void): void }}
 *   `open` answers the request itself, or calls `turn` when it is to be handled, with what to call when the answer begins;
 *   `inner` is put before the address of a request that the framework makes to us while it handles another: that one was
 *   let in already, and must not wait for itself
 */
export function createDoor({ isProxy, publicAddress, actions }) {
  const protect = createPolicy(publicAddress);
  const { origin } = new URL(publicAddress);
  const admission = createAdmission();
  const inner = `/${randomBytes(16).toString("hex")}`;

  function open(request, response, turn) {
    const scope = createScope();
    const isInner = request.url.startsWith(`${inner}/`);
    request.url = tidyTarget(isInner ? request.url.slice(inner.length) : request.url);
    protect(request, response, scope.nonce);
    markAddress(request, isProxy);
    const refusal = isInner ? null : refusalOf(request, origin, actions);
    if (refusal !== null) return answerPlainly(request, response, scope, refusal);
    settleHost(request);
    watchLength(request, () => (scope.fault = 413));
    if (isInner || HEALTH.test(request.url)) return turn(scope, () => {});
    const refuse = () => answerPlainly(request, response, scope, { status: 503, about: "busy" });
    admission.enter(request, response, (begun) => turn(scope, begun), refuse);
  }

  return { inner, open };
}
