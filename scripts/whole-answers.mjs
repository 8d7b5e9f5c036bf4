/** How an answer of the interface tells its length: the framework takes the header that is meant for it away (app/http-door.ts). */
const LENGTH_HEADER = "x-seatwise-length";

/**
 * An answer goes out in as few pieces as it can: its head with the first of its body, and with its length, where that is
 * known, so that nothing need follow and the compressor can leave small answers as they are. Pages come whole: flushing the
 * compressor after each piece of them, as Next would, makes them a tenth bigger.
 *
 * @param {import("node:http").ServerResponse} response
 */
export function holdTogether(response) {
  Object.defineProperty(response, "flush", { get: () => undefined, set: () => {} });
  response.flushHeaders = () => {};
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) =>
    name === LENGTH_HEADER ? setHeader("Content-Length", String(value)) : setHeader(name, value);
}
