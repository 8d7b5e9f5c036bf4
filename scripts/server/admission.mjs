import { AsyncResource } from "node:async_hooks";
import { createGauge } from "./gauge.mjs";
import { MAX_FORM_BYTES } from "./refusals.mjs";

/** Whoever is let in gets a turn within this time, or is told to come again. */
const PATIENCE_MS = 2_000;

/** Never fewer and never more are let in, whatever was measured. */
const FEWEST = 32;
const MOST = 1_024;

const LOOK_MS = 100;

/** Bodies on their way or in hand, together: a form that does not say how long it is weighs as much as one may. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;

function weightOf({ headers }) {
  if (headers["transfer-encoding"] !== undefined) return MAX_FORM_BYTES;
  return Math.min(Number(headers["content-length"] ?? 0) || 0, MAX_FORM_BYTES);
}

/** Bodies that are arriving; when they grow too many, the oldest is cut off. */
function createArrivals() {
  const arriving = new Set();
  let heldBytes = 0;
  return {
    /** Answers false when there is no room; else `arrived` is called when all of the body is here. */
    take(request, response, weight, arrived) {
      for (const oldest of arriving) {
        if (heldBytes + weight <= MAX_HELD_BYTES) break;
        arriving.delete(oldest);
        oldest.leave();
        oldest.request.destroy();
      }
      if (heldBytes + weight > MAX_HELD_BYTES) return false;
      heldBytes += weight;
      let isHeld = true;
      const leave = () => {
        if (isHeld) heldBytes -= weight;
        isHeld = false;
      };
      const entry = { request, leave };
      arriving.add(entry);
      request.once("end", () => arriving.delete(entry) && arrived());
      response.once("close", () => {
        arriving.delete(entry);
        leave();
      });
      return true;
    },
  };
}

/**
 * Lets in what can be answered soon, a few at once. A request has its turn from when all of it has arrived until its answer
 * begins, so that slow senders and slow readers keep nobody out.
 *
 * @returns {{ enter(request, response, turn: (begun: () => void) => void, refuse: () => void): void }} `turn` is called when
 *   it may run, with what to call when its answer begins; or `refuse`, when there is no room or its turn does not come
 */
export function createAdmission() {
  const gauge = createGauge();
  const arrivals = createArrivals();
  const waiting = new Set();
  let running = 0;
  let hadToWait = false;

  /** Takes a place; answers how to leave it, once. */
  function run() {
    let isRunning = true;
    running += 1;
    return () => {
      if (!isRunning) return;
      isRunning = false;
      running -= 1;
      gauge.answered();
      goOn();
    };
  }

  function goOn() {
    for (const entry of waiting) {
      if (running >= gauge.atOnce()) return;
      waiting.delete(entry);
      entry.start();
    }
  }

  function look() {
    gauge.look(hadToWait);
    const latest = performance.now() - PATIENCE_MS;
    for (const entry of waiting) {
      if (entry.since > latest) break;
      waiting.delete(entry);
      entry.refuse();
    }
    goOn();
    hadToWait = waiting.size > 0;
  }
  setInterval(look, LOOK_MS).unref();

  function enterWithBody(request, response, { weight, turn, refuse }) {
    let leave = null;
    let hasBegun = false;
    const begun = () => {
      hasBegun = true;
      leave?.();
    };
    response.once("close", begun);
    const arrived = () => {
      if (!hasBegun) leave = run();
    };
    if (arrivals.take(request, response, weight, arrived)) turn(begun);
    else refuse();
  }

  return {
    enter(request, response, turn, refuse) {
      const room = Math.min(MOST, Math.max(FEWEST, (gauge.perSecond() * PATIENCE_MS) / 1_000));
      if (running + waiting.size >= room) return refuse();
      const weight = weightOf(request);
      if (weight > 0) return enterWithBody(request, response, { weight, turn, refuse });
      const entry = {
        since: performance.now(),
        refuse,
        // Its turn comes when another request ends, and must not run in that one's context: each would keep the one before.
        start: AsyncResource.bind(() => {
          const leave = run();
          response.once("close", leave);
          turn(leave);
        }),
      };
      if (running < gauge.atOnce() && waiting.size === 0) return entry.start();
      hadToWait = true;
      waiting.add(entry);
      response.once("close", () => waiting.delete(entry));
    },
  };
}
