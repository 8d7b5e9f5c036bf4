import { answerPlainly } from "./plain-answer.mjs";

/** A document of the framework that a script would have to fill: it says nothing to who has none. */
const BLANK = "__next_error__";

const typeOf = (response) => String(response.getHeader("content-type") ?? "");

function isBlank(chunk) {
  if (typeof chunk === "string") return chunk.slice(0, 200).includes(BLANK);
  return (
    ArrayBuffer.isView(chunk) &&
    Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(200, chunk.byteLength)).includes(BLANK)
  );
}

/**
 * Which page of ours takes the place of what the framework is about to answer; 0: none, it stays. Errors that the
 * application puts into words itself are JSON, or text that names its encoding.
 */
function statusInstead({ url }, response, chunk, { fault }) {
  const { statusCode } = response;
  // A body that was cut off: whatever was made of it. Other faults leave a page of the framework that says so in the browser.
  if (fault === 413 && statusCode < 400) return fault;
  if (response.hasHeader("x-nextjs-action-not-found")) return 404;
  if (statusCode === 404 && url.startsWith("/_next/")) return 404;
  const type = typeOf(response);
  if (statusCode >= 400 && type === "text/plain") return statusCode === 500 ? fault || 500 : statusCode;
  if (statusCode >= 500) return type === "" || type.startsWith("text/html") ? fault || 500 : 0;
  if (statusCode === 400) return type === "" || type.startsWith("text/html") ? 400 : 0;
  const isRefused = statusCode === 403 || statusCode === 404;
  return isRefused && type.startsWith("text/html") && isBlank(chunk) ? statusCode : 0;
}

/** What the framework has set for its own answer; the policy stays. */
const OWN_HEADERS = [
  "content-type",
  "content-length",
  "content-encoding",
  "cache-control",
  "etag",
  "link",
  "location",
  "transfer-encoding",
];

/**
 * Looks at the beginning of the answer. Where it is the framework's own page for an error, ours goes out instead, and the
 * rest of the other is dropped; the answer to a failed action keeps its body and tells the true status.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {import("./request-scope.mjs").RequestScope} scope
 * @param {() => void} onBegin called once, when the answer begins
 */
export function watchAnswer(request, response, scope, onBegin) {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const writeHead = response.writeHead.bind(response);
  let isBegun = false;
  let isReplaced = false;
  const begin = (chunk) => {
    if (isBegun) return;
    isBegun = true;
    onBegin();
    const status = statusInstead(request, response, chunk, scope);
    isReplaced = status !== 0;
    if (!isReplaced && response.statusCode === 500 && scope.fault > 0) response.statusCode = scope.fault;
    if (!isReplaced) return;
    for (const name of OWN_HEADERS) response.removeHeader(name);
    Object.assign(response, { write, end, writeHead });
    answerPlainly(request, response, scope, { status });
    Object.assign(response, { write: () => true, end: () => response, writeHead: () => response });
  };
  Object.assign(response, {
    // Headers wait for the first piece of the body, by which we tell what kind of answer it is.
    flushHeaders: () => {},
    writeHead: (status, ...rest) => {
      if (isBegun) return writeHead(status, ...rest);
      const headers = typeof rest.at(-1) === "object" ? rest.at(-1) : {};
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      response.statusCode = status;
      return response;
    },
    write: (chunk, ...rest) => {
      begin(chunk);
      return isReplaced || write(chunk, ...rest);
    },
    end: (chunk, ...rest) => {
      begin(chunk);
      return isReplaced ? response : end(chunk, ...rest);
    },
  });
}
