import { Agent, request } from "node:http";

/** Longer than any call may take; whoever waits this long hangs. */
const HUNG_MS = 30_000;

/** `body` is read as JSON; null is no answer: the connection broke, or the server said that it does not know (503). A 500 is a fault. */
export type Answer = { status: number; body: Record<string, unknown> } | null;

export type Caller = {
  call: (method: string, path: string, options?: { token?: string; body?: unknown; key?: string }) => Promise<Answer>;
  close: () => void;
};

/** What all calls of a storm have in common. */
export type CallTimes = { slowestMs: number; hung: number };

function send(agent: Agent, url: URL, method: string, headers: Record<string, string>, body: string | undefined) {
  return new Promise<Answer>((resolve) => {
    const sent = request(url, { agent, method, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece) => (text += piece));
      answer.on("error", () => resolve(null));
      answer.on("end", () => {
        const status = answer.statusCode ?? 0;
        resolve(status > 500 || !answer.complete ? null : { status, body: JSON.parse(text) });
      });
    });
    sent.on("error", () => resolve(null));
    sent.setTimeout(HUNG_MS, () => sent.destroy());
    sent.end(body);
  });
}

/** A program with one connection, that notes how long it waited at the most. */
export function openCaller(origin: string, times: CallTimes): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    call: async (method, path, { token, body, key } = {}) => {
      const headers = { ...(token && { "x-webitel-access": token }), ...(key && { "idempotency-key": key }) };
      const began = performance.now();
      const text = body === undefined ? undefined : JSON.stringify(body);
      const answer = await send(agent, new URL(`/api${path}`, origin), method, headers, text);
      const took = performance.now() - began;
      times.slowestMs = Math.max(times.slowestMs, took);
      if (took >= HUNG_MS) times.hung += 1;
      return answer;
    },
    close: () => agent.destroy(),
  };
}
