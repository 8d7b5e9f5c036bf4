import type { AsyncLocalStorage } from "node:async_hooks";

/** What the server keeps of a request while it lasts (scripts/server/request-scope.mjs). */
export type RequestScope = { readonly reference: string; fault: number; isActing: boolean };

const NAME = Symbol.for("seatwise.request");

/** Of the request that is answered right now; none in commands, chores and tests. */
export function requestScope(): RequestScope | undefined {
  return (globalThis as { [NAME]?: AsyncLocalStorage<RequestScope> })[NAME]?.getStore();
}
