import cluster from "node:cluster";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { readProxies } from "./client-address.mjs";
import { createLifecycle } from "./lifecycle.mjs";
import { describeError } from "./plain-error.mjs";
import { serve } from "./serve.mjs";

/**
 * One of several processes that serve the same address, made by `startWorkers` with the environment of the start. It
 * ends when it is told to, letting running requests finish, and at once when the process that made it is gone.
 */

/** Then a connection is made anew, and with it the choice of the process: without it, one that came back would stay idle. */
const REQUESTS_PER_CONNECTION = 1_000;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lifecycle = createLifecycle();
process.on("message", (message) => message === "stop" && void lifecycle.stop(0));

// What the framework says while it starts, the first process says for all.
const { log } = console;
if (cluster.worker.id > 1) console.log = () => {};

const { HOST: host, PORT: port, TRUSTED_PROXIES: proxies = "" } = process.env;
const serving = serve({
  host,
  port: Number(port),
  dir: root,
  isProxy: readProxies(proxies),
  requestsPerConnection: REQUESTS_PER_CONNECTION,
});
lifecycle.onStop(async () => (await serving.catch(() => null))?.close());
try {
  await serving;
} catch (error) {
  if (!lifecycle.signal.aborted) process.send({ fault: describeError(error) }, () => void lifecycle.stop(1));
} finally {
  console.log = log;
}
