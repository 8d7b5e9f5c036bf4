import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const START_LIMIT_MS = 60_000;

export type AppServer = {
  url: string;
  /** Of the process that was started. */
  pid: number;
  /** What it has written so far, for a failed test to tell. */
  output(): string;
  stop(): Promise<void>;
};

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function untilItAnswers(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const until = Date.now() + START_LIMIT_MS;
  while (child.exitCode === null && Date.now() < until) {
    const answer = await fetch(`${url}/sign-in`).catch(() => null);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`The server did not start.\n${output()}`);
}

/**
 * Starts the production build as an operator would, with a database of their own, and waits until it answers. It ends
 * with this process if `stop` is never called.
 */
export async function startAppServer(settings: {
  /** Null for the embedded one of DATA_DIR. */
  databaseUrl: string | null;
  issuersPath: string;
  /** Words after `npm start --`. */
  options?: string[];
  /** Further variables of its environment. */
  variables?: Record<string, string>;
}): Promise<AppServer> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const { npm_lifecycle_event: _event, DATABASE_URL: _url, ...inherited } = process.env;
  const env = {
    ...inherited,
    HOST: "127.0.0.1",
    PORT: String(port),
    AUTH_URL: url,
    AUTH_SECRET: randomBytes(32).toString("base64url"),
    ...(settings.databaseUrl !== null && { DATABASE_URL: settings.databaseUrl }),
    LICENSE_ISSUERS: settings.issuersPath,
    ...settings.variables,
  };
  const args = ["--import", "./scripts/end-with-parent.mjs", "scripts/start.mjs", ...(settings.options ?? [])];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let written = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (written += text));
  const output = () => written;
  await untilItAnswers(url, child, output);
  return {
    url,
    pid: child.pid ?? 0,
    output,
    stop: async () => {
      if (child.exitCode !== null || !child.kill("SIGTERM")) return;
      await once(child, "close");
    },
  };
}
