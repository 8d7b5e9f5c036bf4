/** Kept out of every page: nothing of ours asks for these. */
const PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

/** On every answer. Other sites may neither frame nor embed it nor keep a handle on its window, and learn no address of ours. */
const ALWAYS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": PERMISSIONS,
};

/** Two years, as browsers want it for their own lists. */
const HSTS = "max-age=63072000; includeSubDomains";

/** A script or style by itself is no page and needs nothing. */
export const FILE_POLICY = "default-src 'none'; frame-ancestors 'none'";

/**
 * What a page may do: run our files and the scripts that this one answer marks, take styles and pictures from here, talk
 * to us alone. No script or style stands within the page unmarked (docs/adr/0021).
 */
function pagePolicy(nonce, isSecure) {
  return (
    `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; ` +
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'" +
    (isSecure ? "; upgrade-insecure-requests" : "")
  );
}

/** What a page of the server itself may do: show its style and our picture. */
export function plainPolicy(nonce) {
  return `default-src 'none'; style-src 'nonce-${nonce}'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;
}

/**
 * @param {string} publicAddress the address that browsers use; TLS is asked for from now on when it begins with https:
 * @returns {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse, nonce: string) => void}
 *   writes the policy onto the answer, and onto the request, where the framework finds the mark for its own scripts
 */
export function createPolicy(publicAddress) {
  const isSecure = publicAddress.startsWith("https:");
  const always = Object.entries({ ...ALWAYS, ...(isSecure && { "strict-transport-security": HSTS }) });
  return (request, response, nonce) => {
    for (const [name, value] of always) response.setHeader(name, value);
    const isFile = request.url.startsWith("/_next/static/");
    response.setHeader("content-security-policy", isFile ? FILE_POLICY : pagePolicy(nonce, isSecure));
    request.headers["content-security-policy"] = `script-src 'nonce-${nonce}'`;
  };
}
