import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type IssuedLicense, type Issuer } from "@/tests/support/issuer";
import type { Act, Client } from "@/tests/support/storm";
import { REPEATS } from "@/tests/support/storm-grants";

/** The certificates that were brought, by their `jti`. `unknown` may be in place or not. */
export type RenewalJournal = Map<string, "applied" | "superseded" | "unknown">;

/** Certificates in their order: each grants one seat of the first license more than the one before, and renames another. */
export function renewals(issuer: Issuer, licenses: readonly IssuedLicense[]) {
  let count = 0;
  return async (jti: string): Promise<string> => {
    const nth = ++count;
    const [first, ...rest] = licenses;
    if (!first) throw new Error("There is nothing to renew.");
    const changed = [{ ...first, limit: first.limit + Math.ceil(nth / 20), name: `Renewal ${nth}` }, ...rest];
    return issuer.issue({ jti, licenses: changed });
  };
}

/** Renews: brings a certificate until it is answered. */
export function renewalAct({ call }: Client, next: (jti: string) => Promise<string>, journal: RenewalJournal): Act {
  return async () => {
    const jti = randomUUID();
    const body = { certificate: await next(jti) };
    for (let attempt = 0; attempt < REPEATS.times; attempt++) {
      const answer = await call("PUT", "/customer", { body });
      if (answer === null) {
        await sleep(REPEATS.pauseMs);
        continue;
      }
      const isSuperseded = answer.body.id === "certificate_superseded";
      if (answer.status !== 200 && !isSuperseded) return `/customer: ${answer.status}`;
      // Unanswered at first, it may have been in place until a newer one came.
      journal.set(jti, answer.status === 200 ? "applied" : attempt === 0 ? "superseded" : "unknown");
      return attempt === 0 ? "settled" : "repeated";
    }
    journal.set(jti, "unknown");
    return "unknown";
  };
}
