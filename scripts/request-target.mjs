import { FILE_POLICY } from "./server/policy.mjs";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** What is no percent-encoded UTF-8 names nothing: its percent signs become letters like others. */
function readable(path) {
  const whole = path.replace(/%(?![\da-f]{2})/gi, "%25");
  try {
    decodeURIComponent(whole);
    return whole;
  } catch {
    return path.replaceAll("%", "%25");
  }
}

/**
 * The address of a request as the framework can read it. Clients put the address of the interface and the path of a call
 * together, so slashes come twice there, or one too many at the end: that is the same call, and no redirect, which not
 * every client follows.
 *
 * @param {string} target as it stands in the request line
 * @returns {string}
 */
export function tidyTarget(target) {
  const [, path, query] = /^([^?]*)(.*)$/s.exec(target);
  const slashes = /^\/+api(\/|$)/.test(path) ? path.replace(/\/+/g, "/").replace(/(.)\/$/, "$1") : path;
  return (slashes.includes("%") ? readable(slashes) : slashes) + query;
}

/**
 * An error of the HTTP interface for what never reaches it, and the end of the connection where that cannot be read on.
 *
 * @returns {{ headers: Record<string, string | number>, body: string }}
 */
export function refusalOf(status, statusText, detail) {
  const id = status === 431 || status === 413 ? "too_large" : "bad_request";
  const body = JSON.stringify({ id, code: status, status: statusText, detail });
  const guards = { "content-security-policy": FILE_POLICY, "x-content-type-options": "nosniff" };
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body), ...guards };
  return { headers: status === 405 ? { allow: METHODS.join(", "), ...headers } : headers, body };
}
