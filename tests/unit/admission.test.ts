import { AsyncLocalStorage } from "node:async_hooks";
import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
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
