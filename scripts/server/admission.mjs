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

/** Whoever is still sending has been let in already: no more than this at once, however little they send. */
const MOST_ARRIVING = 512;

/** Nothing reads a body of theirs. */
const WITHOUT_BODY = ["GET", "HEAD", "OPTIONS"];

function weightOf({ method, headers }) {
  if (WITHOUT_BODY.includes(method)) return 0;
  if (headers["transfer-encoding"] !== undefined) return MAX_FORM_BYTES;
  return Math.min(Number(headers["content-length"] ?? 0) || 0, MAX_FORM_BYTES);
}

/** Calls `arrived` with the number of bytes when the last of them is here, whether or not somebody reads them. */
function whenArrived(request, arrived) {
  let bytes = request.readableLength;
  if (request.complete) return arrived(bytes);
  const push = request.push.bind(request);
  request.push = (chunk, encoding) => {
    bytes += chunk?.length ?? 0;
    if (chunk === null) arrived(bytes);
    return push(chunk, encoding);
  };
}

/** Bodies that are arriving; when they grow too many, the oldest is cut off. One that is here weighs what it is, until its answer begins. */
function createArrivals() {
  const arriving = new Set();
  let heldBytes = 0;
  let arrivingBytes = 0;
  const isTakenOut = (entry) => {
    if (!arriving.delete(entry)) return false;
    arrivingBytes -= entry.weight;
    return true;
  };
  return {
    /** Answers how to let go of it, or null when there is no room; `arrived` is called when all of the body is here. */
    take(request, response, weight, arrived) {
      // What is in hand stays: to cut off whoever is sending would make no room.
      if (heldBytes - arrivingBytes + weight > MAX_HELD_BYTES) return null;
      for (const oldest of arriving) {
        if (heldBytes + weight <= MAX_HELD_BYTES && arriving.size < MOST_ARRIVING) break;
        isTakenOut(oldest);
        oldest.leave();
        oldest.request.destroy();
      }
      let held = 0;
      const hold = (bytes) => {
        heldBytes += bytes - held;
        held = bytes;
      };
      const entry = { request, weight, leave: () => hold(0) };
      hold(weight);
      arriving.add(entry);
      arrivingBytes += weight;
      whenArrived(request, (bytes) => {
        if (!isTakenOut(entry)) return;
        // Of a body that is longer than it may be, the rest is not kept.
        hold(Math.min(bytes, weight));
        arrived();
      });
      const letGo = () => {
        isTakenOut(entry);
        entry.leave();
      };
      response.once("close", letGo);
      return letGo;
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
    const letGo = arrivals.take(request, response, weight, () => (leave = run()));
    if (letGo === null) return refuse();
    const begun = () => {
      letGo();
      leave?.();
    };
    response.once("close", begun);
    turn(begun);
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
