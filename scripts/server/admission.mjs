import { MAX_FORM_BYTES } from "./refusals.mjs";

/** Whoever is let in is to be answered within about this long. */
const PATIENCE_S = 2;

/** Never fewer and never more under way at once, whatever was measured. */
const FEWEST = 32;
const MOST = 1_024;

/** With so many under way we are busy, and what we answer then is what we can. */
const BUSY = 16;
const WINDOW_MS = 500;
const FIRST_GUESS = 100;

/** Bodies on their way or in hand, together: a form that does not say how long it is weighs as much as one may. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;

function weightOf({ headers }) {
  if (headers["transfer-encoding"] !== undefined) return MAX_FORM_BYTES;
  return Math.min(Number(headers["content-length"] ?? 0) || 0, MAX_FORM_BYTES);
}

/** How many a second are answered while there is enough to do. */
function createGauge() {
  let perSecond = FIRST_GUESS;
  let since = null;
  let answers = 0;
  return {
    read: () => perSecond,
    answered(underWay) {
      if (underWay < BUSY) {
        since = null;
        return;
      }
      const now = performance.now();
      if (since === null) [since, answers] = [now, 0];
      answers += 1;
      if (now - since < WINDOW_MS) return;
      perSecond = (perSecond + (answers * 1_000) / (now - since)) / 2;
      since = null;
    },
  };
}

/**
 * Lets in what can be answered soon. A request is under way from when all of it has arrived until its answer begins, so
 * that slow senders and slow readers keep nobody out; when the bodies on their way grow too many, the oldest is cut off.
 *
 * @returns {{ admit(request, response): (() => void) | null }} null: there is no room now; else what to call when the
 *   answer begins
 */
export function createAdmission() {
  const gauge = createGauge();
  const arriving = new Map();
  let underWay = 0;
  let heldBytes = 0;

  function take(request, response, weight) {
    let isUnderWay = false;
    const start = () => {
      arriving.delete(request);
      isUnderWay = true;
      underWay += 1;
    };
    const begun = () => {
      if (!isUnderWay) return;
      isUnderWay = false;
      underWay -= 1;
      gauge.answered(underWay);
    };
    let isHeld = true;
    const leave = () => {
      begun();
      arriving.delete(request);
      if (isHeld) heldBytes -= weight;
      isHeld = false;
    };
    heldBytes += weight;
    response.once("close", leave);
    if (weight === 0) start();
    else {
      arriving.set(request, leave);
      request.once("end", () => isHeld && start());
    }
    return begun;
  }

  function makeRoom(weight) {
    for (const [request, leave] of arriving) {
      if (heldBytes + weight <= MAX_HELD_BYTES) break;
      leave();
      request.destroy();
    }
    return heldBytes + weight <= MAX_HELD_BYTES;
  }

  return {
    admit(request, response) {
      if (underWay >= Math.min(MOST, Math.max(FEWEST, gauge.read() * PATIENCE_S))) return null;
      const weight = weightOf(request);
      return makeRoom(weight) ? take(request, response, weight) : null;
    },
  };
}
