import { createServer } from "node:http";
import { createServer as createProbe } from "node:net";
import { constants } from "node:zlib";
import { describeError, PlainError } from "./plain-error.mjs";
import { refuseUnserved, takeRawLetters } from "./raw-letters.mjs";
import { createDoor } from "./door.mjs";
import { watchAnswer } from "./server/framework-faults.mjs";
import { inOrder } from "./server/in-order.mjs";
import { readKnownActions } from "./server/known-actions.mjs";
import { clearHeapEarly } from "./server/heap.mjs";
import { doLastActs } from "./server/last-acts.mjs";
import { withScope } from "./server/request-scope.mjs";
import { holdTogether } from "./whole-answers.mjs";

const FINISH_MS = 5_000;

/**
 * About as quick as gzip, and its window holds a whole page, whose data follows its HTML: what stands twice is sent once.
 * Two steps more would save a hundredth of the bytes for a third of a page's processor time.
 */
const BROTLI_QUALITY = 5;

/** A license key of 256 KiB may stand in the address (specification §7). */
const MAX_HEADER_BYTES = 320 * 1024;

/** Slow senders are cut off; idle connections outlive those of the usual proxies (60 s), so that these never lose one. */
const TIMEOUTS = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
};

/** A request that names no host is refused in words of ours (scripts/server/refusals.mjs). */
const OPTIONS = { ...TIMEOUTS, maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: false };

/** Each costs a few kilobytes; who only holds them open is cut off by the limits above. */
const MAX_CONNECTIONS = 4_000;

/**
 * Serves the production build from this process.
 *
 * @param {object} input
 * @param {string} input.host
 * @param {number} input.port
 * @param {string} input.dir the folder that holds `.next`
 * @param {(address: string) => boolean} [input.isProxy] tells the proxies whose X-Forwarded-For is believed: none unless given
 * @param {number} [input.requestsPerConnection] after so many a connection is ended with its answer; 0: never
 * @param {string} [input.publicAddress] where browsers find us, which is not always where we listen: AUTH_URL unless given
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} `close` takes no more requests, lets running ones
 *   finish for up to 5 seconds, and ends all connections
 * @throws {PlainError} when the address cannot be listened at
 */
export async function serve({
  host,
  port,
  dir,
  isProxy = () => false,
  requestsPerConnection = 0,
  publicAddress = process.env.AUTH_URL ?? `http://${host}:${port}`,
}) {
  clearHeapEarly();
  const [{ default: next }, { default: compression }] = await Promise.all([import("next"), import("compression")]);
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const door = createDoor({ isProxy, publicAddress, actions: readKnownActions(dir) });
  // Actions that lead on fetch the next page here, and not from whatever host a request names.
  const home = url.replace(/\/\/(0\.0\.0\.0|\[::\]):/, "//localhost:");
  Object.assign(process.env, { __NEXT_PRIVATE_ORIGIN: home + door.inner });
  // Next would take over upgrades of the server given here and fail on malformed ones; we offer none.
  // Quiet, since what fails is logged once, with its reference (instrumentation-node.ts).
  const app = next({ dev: false, quiet: true, dir, hostname: host, port, httpServer: createServer() });
  await app.prepare();
  const handle = app.getRequestHandler();
  const compress = compression({ brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } } });
  const open = (request, response) =>
    door.open(request, response, (scope, begun) => {
      holdTogether(response);
      compress(request, response, () => {
        watchAnswer(request, response, scope, begun);
        withScope(scope, () => void answer(handle, request, response));
      });
    });
  const server = createServer(OPTIONS, (request, response) =>
    inOrder(request, response, () => open(request, response)),
  );
  takeRawLetters(server);
  refuseUnserved(server);
  server.maxRequestsPerSocket = requestsPerConnection;
  server.maxConnections = MAX_CONNECTIONS;
  await listen(server, host, port);
  return {
    url,
    close: async () => {
      await closeServer(server);
      await doLastActs();
      await app.close();
    },
  };
}

/**
 * Looks whether the address is free, before work is done that needs it in the end.
 *
 * @throws {PlainError} when it is not
 */
export async function checkAddress(host, port) {
  const probe = createProbe();
  await listen(probe, host, port);
  await new Promise((resolve) => probe.close(resolve));
}

async function answer(handle, request, response) {
  try {
    await handle(request, response);
  } catch (error) {
    console.error(describeError(error));
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { "Content-Type": "text/plain" }).end("Internal Server Error");
  }
}

function listen(server, host, port) {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(inPlainWords(error, host, port)));
    server.listen(port, host, () => resolve());
  });
}

function inPlainWords(error, host, port) {
  const sentences = {
    EADDRINUSE: `Port ${port} at ${host} is in use by another program. Stop that one, or set PORT to another number.`,
    EACCES: `Port ${port} may not be used by this account. Set PORT to a number from 1024 on.`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Set HOST to one that it has, such as 127.0.0.1.`,
    ENOTFOUND: `The host name ${host} is not known. Set HOST to an address of this machine, such as 127.0.0.1.`,
  };
  return sentences[error.code] ? new PlainError(sentences[error.code], { cause: error }) : error;
}

async function closeServer(server) {
  // A connection whose last request has just been answered becomes idle and would wait for the next one.
  const sweep = setInterval(() => server.closeIdleConnections(), 25);
  const limit = setTimeout(() => server.closeAllConnections(), FINISH_MS);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(sweep);
  clearTimeout(limit);
}
