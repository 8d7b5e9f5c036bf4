import { setTimeout as sleep } from "node:timers/promises";

const PAUSE_MS = 40;

/**
 * Clients that assign and revoke, each its own user's license, over HTTP. Whoever got no answer repeats the same act until
 * it is acknowledged, so that in the end the journal says exactly what must be in the database.
 */
export class Load {
  journal = [];
  #isOver = false;
  #clients;

  constructor(origin, token, pairs) {
    this.#clients = pairs.map((pair) => this.#work(origin, token, pair));
  }

  async #work(origin, token, { userId, licenseId }) {
    const url = `${origin}/api/users/${userId}/license/${licenseId}`;
    for (let method = "PUT"; !this.#isOver; method = method === "PUT" ? "DELETE" : "PUT") {
      let attempts = 0;
      do {
        attempts++;
        if (attempts > 1) await sleep(100);
      } while (!(await acknowledged(url, method, token)));
      this.journal.push({ userId, method, attempts, at: performance.now() });
      await sleep(PAUSE_MS);
    }
  }

  /** The longest time without any acknowledged write since a moment, in seconds. */
  gapSince(moment) {
    const times = [moment, ...this.journal.map(({ at }) => at).filter((at) => at > moment), performance.now()];
    return Math.max(...times.slice(1).map((at, index) => at - times[index])) / 1_000;
  }

  isWritten(sinceMs) {
    return this.journal.some(({ at }) => at > performance.now() - sinceMs);
  }

  async stop() {
    this.#isOver = true;
    await Promise.all(this.#clients);
  }
}

async function acknowledged(url, method, token) {
  try {
    const headers = { Authorization: `Bearer ${token}` };
    const answer = await fetch(url, { method, headers, signal: AbortSignal.timeout(8_000) });
    await answer.arrayBuffer();
    if (answer.status === 401 || answer.status === 409) throw new Error(`${method} ${url} answered ${answer.status}`);
    return answer.ok;
  } catch (error) {
    if (error.message.includes("answered")) throw error;
    return false;
  }
}

/** What the journal says against what the database holds: each acknowledged act stands there once, in the same order. */
export function compare(journal, entries) {
  const acts = { assign_license: "PUT", revoke_license: "DELETE" };
  const faults = [];
  for (const userId of new Set(journal.map((act) => act.userId))) {
    const told = journal.filter((act) => act.userId === userId).map(({ method }) => method);
    const kept = entries.filter((entry) => entry.user_id === userId).map(({ act }) => acts[act]);
    const at = told.findIndex((method, index) => kept[index] !== method);
    if (at !== -1 || told.length !== kept.length) {
      faults.push(`user ${userId}: ${told.length} acknowledged, ${kept.length} kept, first difference at ${at}`);
    }
  }
  return faults;
}
