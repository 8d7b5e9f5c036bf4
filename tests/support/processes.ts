import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** Every process as its number, its parent's and whether it has ended and only waits to be collected. */
function processes(): { pid: number; parent: number; isOver: boolean }[] {
  const lines =
    process.platform === "linux"
      ? readdirSync("/proc")
          .filter((name) => /^\d+$/.test(name))
          .map(statLine)
      : execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" }).split("\n");
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([pid]) => pid !== "")
    .map(([pid, parent, state]) => ({ pid: Number(pid), parent: Number(parent), isOver: /^[ZX]/.test(state ?? "") }));
}

function statLine(pid: string): string {
  try {
    const [, state, parent] = /^.*\) (\S) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return `${pid} ${parent} ${state}`;
  } catch {
    return "";
  }
}

/** What a process has started and still runs. */
export function childrenOf(pid: number): number[] {
  return processes()
    .filter(({ parent, isOver }) => parent === pid && !isOver)
    .map((child) => child.pid);
}

/** Of these, those that still run. */
export function stillRunning(pids: number[]): number[] {
  const running = new Set(processes().flatMap(({ pid, isOver }) => (isOver ? [] : [pid])));
  return pids.filter((pid) => running.has(pid));
}

/** Waits until the condition holds; false when it does not within so many seconds. */
export async function comesTrue(condition: () => boolean | Promise<boolean>, seconds = 20): Promise<boolean> {
  for (const until = Date.now() + seconds * 1_000; Date.now() < until; await sleep(50))
    if (await condition()) return true;
  return false;
}

/** One connection that stays open, one request at a time; a new one is made when it was ended. */
export type Connection = {
  /** `port` is our end of the connection: another one than before means another connection. Throws when it breaks. */
  call: (
    method: string,
    path: string,
    options?: { token?: string | undefined; body?: unknown },
  ) => Promise<{ status: number; port: number; text: string }>;
  close: () => void;
};

export function openConnection(origin: string): Connection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    call: (method, path, { token, body } = {}) =>
      new Promise((resolve, reject) => {
        const headers = token === undefined ? {} : { "x-webitel-access": token };
        const sent = request(new URL(path, origin), { agent, method, headers }, (answer) => {
          const port = answer.socket.localPort ?? 0;
          let text = "";
          answer.setEncoding("utf8").on("data", (piece) => (text += piece));
          answer.on("error", reject);
          answer.on("end", () => resolve({ status: answer.statusCode ?? 0, port, text }));
        });
        sent.on("error", reject);
        sent.end(body === undefined ? undefined : JSON.stringify(body));
      }),
    close: () => agent.destroy(),
  };
}
