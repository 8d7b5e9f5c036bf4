import type { UserActor } from "@/lib/access/actor";
import type { House, Subject } from "@/tests/support/who-may-house";

/** What is done, to whose things, and what came of it in the words of the table; refusals are thrown. */
export type Act = (who: UserActor, on: Subject, house: House) => Promise<string>;

/** Which of the two domains stand among these. */
export function seen(domains: readonly unknown[]): string {
  const [acme, globex] = [domains.includes("acme.example"), domains.includes("globex.example")];
  if (acme && globex) return "all";
  return acme ? "acme" : globex ? "globex" : "none";
}

/** `done` when something came of it that is neither nothing nor "it was so already". */
export function did(result: unknown): string {
  return result === null || result === false ? "none" : "done";
}
