import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Act, Client } from "@/tests/support/storm";
import type { Fate, Line, Wish } from "@/tests/support/storm-journal";

/** What no answer came for may still be done: for as long as a statement may last (4.5 s), and some. */
export const SETTLED_MS = 6_000;

const LISTED = 8;
const RETRIES = 60;

/** `${user} ${license}` and all that a client wished for it. */
export type GrantJournal = Map<string, Line[]>;

type Pair = { userId: string; licenseId: string };

const FATES: Record<string, Fate> = { assigned: "changed", revoked: "changed", kept: "kept", refused: "refused" };

/** The acts on grants of one client: one grant by its own call, several by the call for lists. */
export function grantActs({ call, share, random, licenses }: Client): { journal: GrantJournal; acts: Act[] } {
  const journal: GrantJournal = new Map();
  const murkyUntil = new Map<string, number>();
  const note = ({ userId, licenseId }: Pair, wish: Wish, fate: Fate) => {
    const pair = `${userId} ${licenseId}`;
    const lines = journal.get(pair);
    if (lines) lines.push(`${wish}:${fate}`);
    else journal.set(pair, [`${wish}:${fate}`]);
    if (fate === "unknown") murkyUntil.set(pair, Date.now() + SETTLED_MS);
  };
  const pick = (): Pair | null => {
    const userId = share.users[random(share.users.length)] ?? "";
    const licenseId = licenses[random(licenses.length)]?.id ?? "";
    return (murkyUntil.get(`${userId} ${licenseId}`) ?? 0) > Date.now() ? null : { userId, licenseId };
  };
  const wished = (): Wish => (random(5) < 3 ? "assign" : "revoke");

  const one: Act = async () => {
    const [pair, wish] = [pick(), wished()];
    if (!pair) return "idle";
    const path = `/users/${pair.userId}/license/${pair.licenseId}`;
    const answer = await call(wish === "assign" ? "PUT" : "DELETE", path, { token: share.token });
    if (answer && answer.status !== 200 && answer.body.id !== "seats_exhausted") return `${path}: ${answer.status}`;
    note(pair, wish, answer === null ? "unknown" : answer.status === 200 ? "done" : "refused");
    return answer ? "settled" : "unknown";
  };

  const list: Act = async () => {
    const pairs = Array.from({ length: LISTED }, pick).filter((pair) => pair !== null);
    const items = [...new Map(pairs.map((pair) => [`${pair.userId} ${pair.licenseId}`, pair])).values()].map(
      (pair) => ({ pair, wish: wished() }),
    );
    const body = {
      items: items.map(({ pair, wish }) => {
        return { user_id: pair.userId, license_id: pair.licenseId, granted: wish === "assign" };
      }),
    };
    const key = randomUUID();
    // With a key of its own the call is repeated until it is answered: it is done once all the same.
    for (let attempt = 0; attempt < RETRIES; attempt++) {
      const answer = await call("POST", "/users/license", { token: share.token, body, key });
      if (answer === null) {
        await sleep(200);
        continue;
      }
      const results = answer.body.items as { outcome: string }[] | undefined;
      if (answer.status !== 200 || !results) return `/users/license: ${answer.status}`;
      items.forEach(({ pair, wish }, place) => note(pair, wish, FATES[results[place]?.outcome ?? ""] ?? "unknown"));
      return attempt === 0 ? "settled" : "repeated";
    }
    for (const { pair, wish } of items) note(pair, wish, "unknown");
    return "unknown";
  };
  return { journal, acts: [one, list] };
}
