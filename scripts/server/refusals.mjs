const PAGE_METHODS = ["GET", "HEAD", "POST"];
const API_METHODS = [...PAGE_METHODS, "PUT", "PATCH", "DELETE", "OPTIONS"];

/** What a form or an action may send; the framework is told the same (next.config.mjs). */
export const MAX_FORM_BYTES = 4 * 1024 * 1024;

/** Signing in and out by next-auth's own forms: a name, a password, an address. */
const MAX_AUTH_BYTES = 64 * 1024;

const mostBytes = (url) => (url.startsWith("/api/auth/") ? MAX_AUTH_BYTES : MAX_FORM_BYTES);

/**
 * @typedef {object} Refusal
 * @property {number} status
 * @property {string} [about] its texts in messages/<language>/plain.json, if they are not those of the status
 * @property {Record<string, string>} [headers]
 */

/** Whether programs call this address: they get errors as JSON. */
export function isCall(url) {
  return /^\/api(?!\/docs(?:$|[/?]))(?:$|[/?])/.test(url);
}

/**
 * What is refused before anything of it is read.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {string} publicOrigin the origin under which browsers see us
 * @param {ReadonlySet<string>} actions the ids of the server actions that there are
 * @returns {Refusal | null}
 */
export function refusalOf(request, publicOrigin, actions) {
  const { url, method, headers } = request;
  // Asterisk and absolute forms are for proxies; we are none.
  if (!url.startsWith("/") || !isOneHost(request)) return { status: 400 };
  const forCalls = isCall(url);
  const methods = forCalls ? API_METHODS : PAGE_METHODS;
  if (!methods.includes(method)) return { status: 405, headers: { allow: methods.join(", ") } };
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return null;
  const isForm = !forCalls || url.startsWith("/api/auth/");
  if (isFromElsewhere(headers, publicOrigin) || (isForm && headers.origin === undefined))
    return { status: 403, about: "foreign" };
  if (isForm && Number(headers["content-length"]) > mostBytes(url)) return { status: 413 };
  if (headers["next-action"] !== undefined && !actions.has(headers["next-action"])) return UNKNOWN_ACTION;
  return null;
}

/** As the framework's client wants to be told: the window is of another version of ours. */
const UNKNOWN_ACTION = { status: 404, headers: { "x-nextjs-action-not-found": "1" } };

/** HTTP/1.1 wants one host, and two could be read differently by a proxy and by us (RFC 9112, section 3.2). */
function isOneHost({ rawHeaders, httpVersion }) {
  const hosts = rawHeaders.filter((name, place) => place % 2 === 0 && name.toLowerCase() === "host").length;
  return hosts === 1 || (hosts === 0 && httpVersion === "1.0");
}

/**
 * Whether the page of another site sends this. Browsers say where a form or a script stands; a program without a page
 * says nothing, and brings a token instead of a cookie. What a proxy or a client forwards as host is not asked.
 */
function isFromElsewhere({ origin, host, "sec-fetch-site": site }, publicOrigin) {
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  if (origin === undefined || origin === publicOrigin) return false;
  return origin !== `http://${host}` && origin !== `https://${host}`;
}

/** The framework compares the origin with a host that anybody may have written: it is given the one that was found good. */
export function settleHost({ headers }) {
  delete headers["x-forwarded-host"];
  if (headers.origin) headers["x-forwarded-host"] = headers.origin.slice(headers.origin.indexOf("//") + 2);
}

/**
 * Watches what does not say how long it is. What comes beyond its limit is dropped, and for whoever reads it the body ends
 * there; `onTooLong` is called once.
 */
export function watchLength(request, onTooLong) {
  if (request.headers["transfer-encoding"] === undefined) return;
  const most = mostBytes(request.url);
  const push = request.push.bind(request);
  // Something of it may have come while the request waited for the one before.
  let size = request.readableLength;
  let isTooLong = false;
  request.push = (chunk, encoding) => {
    if (isTooLong) return true;
    size += chunk?.length ?? 0;
    if (size <= most) return push(chunk, encoding);
    isTooLong = true;
    onTooLong();
    // With what goes beyond, so that who counts as well refuses it, too, and does not act upon what was cut.
    push(chunk, encoding);
    // Whoever ends before all has come takes the connection along, and with it the answer.
    request.complete = true;
    push(null);
    // The rest is read and forgotten: some do not listen before they have sent everything.
    request.socket.resume();
    return true;
  };
}
