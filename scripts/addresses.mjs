import { wholeNumber } from "./whole-number.mjs";

const EXAMPLE = "such as https://licenses.example.com";

/**
 * Reads where the server listens and under which address browsers know it.
 *
 * @param {(name: string) => string | undefined} get a variable of the environment
 * @param {(fault: string | null) => void} check hears one sentence for each fault
 * @returns {Pick<import("./environment.mjs").Settings, "host" | "port" | "authUrl" | "listensAt" | "warning">}
 */
export function readAddresses(get, check) {
  const host = get("HOST") ?? "127.0.0.1";
  const port = wholeNumber("PORT", get, 3000, 65_535, check);
  const literal = host.includes(":") ? `[${host}]` : host;
  // An address that stands for all of them is no place to send a browser to.
  const named = ["0.0.0.0", "::"].includes(host) ? "localhost" : literal;
  const authUrl = (get("AUTH_URL") ?? `http://${named}:${port}`).replace(/\/+$/, "");
  check(faultOfPublic(authUrl));
  const isGuessed = get("DATABASE_URL") !== undefined && get("AUTH_URL") === undefined && !isLoopback(host);
  const warning = isGuessed
    ? `AUTH_URL is missing and taken for ${authUrl}: browsers that come under another one may be refused. Set it to the address that browsers use, ${EXAMPLE}.`
    : null;
  return { host, port, authUrl, listensAt: `http://${literal}:${port}`, warning };
}

/** It is the beginning of every address: what would stand behind it, or say who asks, has no place in it. */
function faultOfPublic(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!/^https?:$/.test(url?.protocol ?? "")) {
    return `AUTH_URL is "${text}"; set it to the address that browsers use, ${EXAMPLE}.`;
  }
  if (text.includes("@")) return `AUTH_URL holds a user or a password; leave them out, ${EXAMPLE}.`;
  if (url.pathname === "/" && !/[?#]/.test(text)) return null;
  return `AUTH_URL is "${text}"; leave out what stands behind the host and the port, ${EXAMPLE}: Seatwise needs a host of its own.`;
}

function isLoopback(host) {
  return /^(localhost|127(\.\d+){3}|::1)$/i.test(host);
}
