import { once } from "node:events";
import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AppServer, startAppServer } from "@/tests/support/app-server";
import { childrenOf } from "@/tests/support/processes";
import { databaseUrl, issuer } from "@/tests/support/worker-database";

const SOON_MS = 5_000;

let server: AppServer;

/** Over a new connection: the status of the answer, or how it failed. */
async function ask(): Promise<number | string | undefined> {
  const sent = request(`${server.url}/api/health`, { agent: false, signal: AbortSignal.timeout(SOON_MS) }).end();
  try {
    const [answer] = await once(sent, "response");
    return answer.resume().statusCode;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

beforeAll(async () => {
  const options = ["--workers", "2"];
  server = await startAppServer({ databaseUrl, issuersPath: issuer.issuersPath, options });
});
afterAll(() => server?.stop());

it("a connection on its way to a process that dies is ended, and does not hang", async () => {
  const [victim = 0, other = 0] = childrenOf(server.pid);
  // Processes that are held up take in nothing: a connection for each of them is on its way.
  for (const pid of [victim, other]) process.kill(pid, "SIGSTOP");
  const asked = [ask(), ask()];
  await sleep(500);
  process.kill(victim, "SIGKILL");
  process.kill(other, "SIGCONT");
  expect(new Set(await Promise.all(asked))).toEqual(new Set([200, "ECONNRESET"]));
});
