import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { processTree } from "./process-figures.mjs";

const START_LIMIT_MS = 60_000;

/**
 * Starts a program that serves pages at `port` and waits for its first answer with status 200.
 *
 * @param {object} input
 * @param {string[]} input.command
 * @param {string} input.cwd
 * @param {Record<string, string | undefined>} input.env
 * @param {number} input.port on 127.0.0.1
 * @param {string} input.path of the first page
 * @returns {Promise<{ url: string, pid: number, startMs: number, stop: () => Promise<void> }>} `stop` ends when the
 *   program and all that it started are gone
 */
export async function startServer({ command: [program, ...args], cwd, env, port, path }) {
  const begun = Date.now();
  // A group of its own, so that a signal reaches also what npm started.
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const end = { reason: null };
  child.on("error", (error) => (end.reason = error.message));
  child.on("exit", (code, signal) => (end.reason ??= `ended with ${code ?? signal}`));
  const url = `http://127.0.0.1:${port}`;
  const stop = () => stopGroup(child);
  while (end.reason === null && Date.now() - begun < START_LIMIT_MS) {
    if (await answers(`${url}${path}`)) return { url, pid: child.pid, startMs: Date.now() - begun, stop };
    await sleep(20);
  }
  await stop();
  throw new Error(`${[program, ...args].join(" ")}: ${end.reason ?? "no answer in a minute"}.\n${said.trim()}`);
}

async function answers(address) {
  try {
    const response = await fetch(address, { redirect: "manual" });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

async function stopGroup(child) {
  const members = child.pid === undefined || child.exitCode !== null ? [] : processTree(child.pid);
  if (members.length > 0) signalTo(-child.pid, "SIGTERM");
  while (members.some((pid) => signalTo(pid, 0))) await sleep(20);
}

/** False when there is no such process any more. */
function signalTo(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** @returns {Promise<number>} a port of 127.0.0.1 that nobody uses */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
