import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

/**
 * @typedef {object} Answer
 * @property {boolean} compressed with one of the two that were asked for
 * @property {number} bytes of the body as they came over the wire
 * @property {number} ms from the request to the last byte
 * @property {() => string} text of the body
 */

/**
 * A browser's stand-in: one connection that stays open, one request at a time, always asking for what
 * browsers ask for on this machine and over TLS: brotli, else gzip.
 *
 * @param {string} origin
 * @param {Record<string, string>} [identity] the header that says who asks
 * @returns {{ get: (path: string) => Promise<Answer>, close: () => void }} `get` refuses every answer but 200
 */
export function createVisitor(origin, identity = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { "accept-encoding": "gzip, br", accept: "text/html,*/*", ...identity };
  const get = (path) =>
    new Promise((resolve, reject) => {
      const begun = performance.now();
      const call = request(new URL(path, origin), { agent, headers }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const ms = performance.now() - begun;
          if (response.statusCode !== 200)
            return reject(new Error(`${origin}${path} answered ${response.statusCode}.`));
          resolve(toAnswer(response.headers, Buffer.concat(chunks), ms));
        });
      });
      call.on("error", reject);
      call.end();
    });
  return { get, close: () => agent.destroy() };
}

const EXPAND = { br: brotliDecompressSync, gzip: gunzipSync };

function toAnswer(headers, body, ms) {
  const expand = EXPAND[headers["content-encoding"]];
  const text = () => (expand ? expand(body) : body).toString("utf8");
  return { compressed: expand !== undefined, bytes: body.length, ms, text };
}

/**
 * Asks for a page again and again, each time waiting for the whole answer.
 *
 * @returns {Promise<number[]>} milliseconds of each request
 */
export async function visitRepeatedly(visitor, path, times) {
  const taken = [];
  for (let nth = 0; nth < times; nth++) taken.push((await visitor.get(path)).ms);
  return taken;
}
