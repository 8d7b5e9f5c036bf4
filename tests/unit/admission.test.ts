import { AsyncLocalStorage } from "node:async_hooks";
import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createAdmission } from "@/scripts/server/admission.mjs";

/** A request without a body, with a context of its own, as each has that the framework handles. */
function visitor(admission: ReturnType<typeof createAdmission>, context: AsyncLocalStorage<string>, name: string) {
  const response = new EventEmitter();
  const visit = { sawContext: "", begun: () => {} };
  const enter = () => {
    admission.enter(
      { headers: {} } as IncomingMessage,
      response as ServerResponse,
      (begun) => {
        visit.sawContext = context.getStore() ?? "none";
        visit.begun = () => context.run(`answer of ${name}`, begun);
      },
      () => {},
    );
  };
  context.run(name, enter);
  return visit;
}

/** A request whose body arrives as `push` says. */
function sender(headers: Record<string, string>, method = "POST") {
  const request = new Readable({ read() {} }) as IncomingMessage;
  return { request: Object.assign(request, { method, headers, complete: false }), response: new EventEmitter() };
}

/** Asks to be let in; tells what to call when its answer begins, and whether it was let in. */
function send(admission: ReturnType<typeof createAdmission>, { request, response }: ReturnType<typeof sender>) {
  const visit = { isIn: false, isRefused: false, begun: () => {} };
  const turn = (begun: () => void) => Object.assign(visit, { isIn: true, begun });
  admission.enter(request, response as ServerResponse, turn, () => (visit.isRefused = true));
  return visit;
}

const CHUNKED = { "transfer-encoding": "chunked" };

describe("a request with a body", () => {
  it("that does not say how long it is weighs what it is when it is here", () => {
    const admission = createAdmission();
    for (let nth = 0; nth < 30; nth++) {
      const sent = sender(CHUNKED);
      expect(send(admission, sent)).toMatchObject({ isIn: true });
      sent.request.push("{}");
      sent.request.push(null);
      expect(sent.request.destroyed).toBe(false);
    }
  });

  it("cuts nobody off where that would make no room: what is in hand stays", () => {
    const admission = createAdmission();
    const size = 4 * 1024 * 1024;
    const arriving = sender({ "content-length": "1000" });
    send(admission, arriving);
    for (let nth = 0; nth < 15; nth++) {
      const whole = sender({ "content-length": String(size) });
      send(admission, whole);
      whole.request.push(Buffer.alloc(size));
      whole.request.push(null);
    }
    const rest = sender({ "content-length": String(size - 1_000) });
    send(admission, rest);
    rest.request.push(Buffer.alloc(size - 1_000));
    rest.request.push(null);
    expect(send(admission, sender({ "content-length": "2000" }))).toMatchObject({ isIn: false, isRefused: true });
    expect(arriving.request.destroyed).toBe(false);
    expect(send(admission, sender({ "content-length": "900" })).isIn).toBe(true);
    expect(arriving.request.destroyed).toBe(true);
  });

  it("weighs nothing any more when its answer has begun, whether or not that is read", () => {
    const admission = createAdmission();
    const size = 4 * 1024 * 1024;
    const sendWhole = () => {
      const sent = sender({ "content-length": String(size) });
      const visit = send(admission, sent);
      sent.request.push(Buffer.alloc(size));
      sent.request.push(null);
      return visit;
    };
    const first = Array.from({ length: 16 }, sendWhole);
    expect(sendWhole().isRefused).toBe(true);
    for (const { begun } of first) begun();
    expect(Array.from({ length: 16 }, sendWhole).map(({ isIn }) => isIn)).toEqual(Array(16).fill(true));
  });

  it("has its turn from when its body is here, though nobody reads it", () => {
    const admission = createAdmission();
    for (let nth = 0; nth < 1_024; nth++) {
      const sent = sender({ "content-length": "1" });
      send(admission, sent);
      sent.request.push("x");
      sent.request.push(null);
    }
    expect(send(admission, sender({ "content-length": "1" })).isRefused).toBe(true);
  });

  it("is cut off by later ones where too many are still sending", () => {
    const admission = createAdmission();
    const first = sender({ "content-length": "2" });
    send(admission, first);
    for (let nth = 0; nth < 511; nth++) send(admission, sender({ "content-length": "2" }));
    expect(first.request.destroyed).toBe(false);
    send(admission, sender({ "content-length": "2" }));
    expect(first.request.destroyed).toBe(true);
  });

  it("waits as others do where nobody would read it: behind GET", () => {
    const admission = createAdmission();
    const all = Array.from({ length: 24 }, () => send(admission, sender({ "content-length": "1" }, "GET")));
    expect(all.some(({ isIn }) => !isIn)).toBe(true);
  });
});

describe("a request that waits for its turn", () => {
  it("has its turn when another's answer begins, and in its own context, not in the other's", () => {
    const admission = createAdmission();
    const context = new AsyncLocalStorage<string>();
    const visits = Array.from({ length: 24 }, (_, nth) => visitor(admission, context, `request ${nth}`));
    const waiting = visits.filter(({ sawContext }) => sawContext === "");
    expect(waiting.length).toBeGreaterThan(0);
    for (const { begun } of visits) begun();
    expect(visits.map(({ sawContext }) => sawContext)).toEqual(visits.map((_, nth) => `request ${nth}`));
  });
});
