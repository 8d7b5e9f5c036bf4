import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Act, Client } from "@/tests/support/storm";
import type { Fate, Line, Wish } from "@/tests/support/storm-journal";

/** What no answer came for may still be done: for as long as a statement may last (4.5 s), and some. */
export const SETTLED_MS = 6_000;

/** So often what may be repeated is sent, and so long between. */
export const REPEATS = { times: 60, pauseMs: 200 };

const LISTED = 8;

/** `${user} ${license}` and all that a client wished for it. */
export type GrantJournal = Map<string, Line[]>;

type Item = { pair: string; userId: string; licenseId: string; wish: Wish };

const FATES: Record<string, Fate> = { assigned: "changed", revoked: "changed", kept: "kept", refused: "refused" };

/** The client's journal, and how it finds something to do of which nothing is unknown any more. */
function openJournal({ share, random, licenses }: Client) {
  const journal: GrantJournal = new Map();
  const murkyUntil = new Map<string, number>();
  return {
    journal,
    note: ({ pair, wish }: Item, fate: Fate) => {
      const lines = journal.get(pair);
      if (lines) lines.push(`${wish}:${fate}`);
      else journal.set(pair, [`${wish}:${fate}`]);
      if (fate === "unknown") murkyUntil.set(pair, Date.now() + SETTLED_MS);
    },
    pick: (): Item[] => {
      const userId = share.users[random(share.users.length)] ?? "";
      const licenseId = licenses[random(licenses.length)]?.id ?? "";
      const pair = `${userId} ${licenseId}`;
      const wish = random(5) < 3 ? "assign" : "revoke";
      return (murkyUntil.get(pair) ?? 0) > Date.now() ? [] : [{ pair, userId, licenseId, wish }];
    },
  };
}

function oneAct({ call, share }: Client, { pick, note }: ReturnType<typeof openJournal>): Act {
  return async () => {
    const [item] = pick();
    if (!item) return "idle";
    const path = `/users/${item.userId}/license/${item.licenseId}`;
    const answer = await call(item.wish === "assign" ? "PUT" : "DELETE", path, { token: share.token });
    if (answer && answer.status !== 200 && answer.body.id !== "seats_exhausted") return `${path}: ${answer.status}`;
    note(item, answer === null ? "unknown" : answer.status === 200 ? "done" : "refused");
    return answer ? "settled" : "unknown";
  };
}

/** With a key of its own the call is repeated until it is answered: it is done once all the same. */
function listAct({ call, share }: Client, { pick, note }: ReturnType<typeof openJournal>): Act {
  return async () => {
    const picked = Array.from({ length: LISTED }, pick).flat();
    const items = [...new Map(picked.map((item) => [item.pair, item])).values()];
    const wished = items.map(({ userId, licenseId, wish }) => {
      return { user_id: userId, license_id: licenseId, granted: wish === "assign" };
    });
    const options = { token: share.token, body: { items: wished }, key: randomUUID() };
    for (let attempt = 0; attempt < REPEATS.times; attempt++) {
      const answer = await call("POST", "/users/license", options);
      if (answer === null) {
        await sleep(REPEATS.pauseMs);
        continue;
      }
      const results = answer.body.items as { outcome: string }[] | undefined;
      if (answer.status !== 200 || !results) return `/users/license: ${answer.status}`;
      items.forEach((item, place) => note(item, FATES[results[place]?.outcome ?? ""] ?? "unknown"));
      return attempt === 0 ? "settled" : "repeated";
    }
    for (const item of items) note(item, "unknown");
    return "unknown";
  };
}

/** The acts on grants of one client: one grant by its own call, several by the call for lists. */
export function grantActs(client: Client): { journal: GrantJournal; one: Act; list: Act } {
  const ledger = openJournal(client);
  return { journal: ledger.journal, one: oneAct(client, ledger), list: listAct(client, ledger) };
}
