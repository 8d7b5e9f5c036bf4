import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";

/** What a request is let see: nothing decided yet (undefined), all domains (null), or one by its id. */
type Scope = { domainId?: string | null };

type Holder = typeof globalThis & { seatwiseScopes?: AsyncLocalStorage<Scope> };

/** One for the process, also when a bundler loads this file more than once. */
function scopes(): AsyncLocalStorage<Scope> {
  const holder = globalThis as Holder;
  holder.seatwiseScopes ??= new AsyncLocalStorage<Scope>();
  return holder.seatwiseScopes;
}

/** Runs the work of one request. From `raiseWalls` on, whatever it asks the database stays within that domain. */
export function inScope<T>(work: () => T): T {
  return scopes().run({}, work);
}

/**
 * Bounds the rest of this request to a domain, by its id (null: to none).
 * @throws Error outside of `inScope`, and when the request is bounded otherwise already: no person turns into another.
 */
export function raiseWalls(domainId: string | null): void {
  const scope = scopes().getStore();
  if (scope === undefined) throw new Error("Whoever acts for a person does so in a scope: go through a door.");
  if (scope.domainId !== undefined && scope.domainId !== domainId) throw new Error("The walls of a request stay.");
  scope.domainId = domainId;
}

/** The domain whose walls stand around the work that is under way; null: none do. */
export function walledDomain(): string | null {
  return scopes().getStore()?.domainId ?? null;
}

/** Does what is right only over all domains, and tells nobody their rows. */
export function beyondWalls<T>(work: () => T): T {
  return scopes().run({ domainId: null }, work);
}

/** The same work within the walls that stand now, whoever asks for it later: a stream is read after its request was answered. */
export function keepWalls<T>(work: () => T): () => T {
  return AsyncResource.bind(work);
}
