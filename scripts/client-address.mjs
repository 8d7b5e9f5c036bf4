import { BlockList, isIP, isIPv4 } from "node:net";
import { PlainError } from "./plain-error.mjs";

/** How the address travels to the application; what a client sends under this name is overwritten. */
const ADDRESS_HEADER = "x-seatwise-address";

/** IPv6 as the two forms write it: an address of IPv4 in IPv6 clothes is that of IPv4. */
function plain(address) {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}

/** An entry of X-Forwarded-For without brackets and port; null when it is no address. */
function hopOf(entry) {
  const bare = entry.trim().replace(/^\[([^\]]+)\](:\d+)?$/, "$1");
  const hop = plain(/^[\d.]+:\d+$/.test(bare) ? bare.slice(0, bare.indexOf(":")) : bare);
  return isIP(hop) === 0 ? null : hop;
}

/**
 * The proxies in front of this server, as TRUSTED_PROXIES lists them: addresses and networks (10.0.0.0/8) with commas between.
 *
 * @param {string} text
 * @returns {(address: string) => boolean} whether an address is one of them
 * @throws {PlainError} naming the first entry that is neither
 */
export function readProxies(text) {
  const list = new BlockList();
  for (const entry of text.split(",").map((each) => each.trim())) {
    if (entry === "") continue;
    const [address, bits, ...rest] = entry.split("/");
    const family = isIPv4(address) ? "ipv4" : "ipv6";
    const most = family === "ipv4" ? 32 : 128;
    const isPrefix = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
    if (isIP(address) === 0 || !isPrefix || rest.length > 0) {
      throw new PlainError(
        `TRUSTED_PROXIES has "${entry}"; set it to the addresses of your proxies with commas between, such as 10.0.0.2,10.0.0.3.`,
      );
    }
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => list.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}

/** The network that an address of IPv6 is one of: a subscriber has all 2^64 of them. An address of IPv4 stands for itself. */
function networkOf(address) {
  if (isIPv4(address)) return address;
  // The URL standard writes every IPv6 address in one way, without embedded IPv4.
  const [head, tail] = new URL(`http://[${address.split("%")[0]}]`).hostname.slice(1, -1).split("::");
  const [before, after] = [head, tail ?? ""].map((part) => part.split(":").filter(Boolean));
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return `${[...before, ...zeros, ...after].slice(0, 4).join(":")}::/64`;
}

/**
 * Where a request comes from: the peer of the connection or, when that is a trusted proxy, the last address in
 * X-Forwarded-For that is none. What stands before that one, anybody can write.
 *
 * @param {string} peer
 * @param {string} forwarded the value of X-Forwarded-For, empty when there is none
 * @param {(address: string) => boolean} isProxy
 */
export function clientAddress(peer, forwarded, isProxy) {
  let address = plain(peer);
  for (const entry of forwarded.split(",").toReversed()) {
    const hop = isIP(address) !== 0 && isProxy(address) ? hopOf(entry) : null;
    if (hop === null) break;
    address = hop;
  }
  return isIP(address) === 0 ? address : networkOf(address);
}

/**
 * Tells the application where a request comes from. Nothing that the client wrote there stays.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {(address: string) => boolean} isProxy
 */
export function markAddress(request, isProxy) {
  const { headers, socket } = request;
  // Some proxies make an underscore of a hyphen, or take one for the other.
  for (const name of Object.keys(headers)) if (name.replaceAll("_", "-") === ADDRESS_HEADER) delete headers[name];
  headers[ADDRESS_HEADER] = clientAddress(
    socket.remoteAddress ?? "",
    String(headers["x-forwarded-for"] ?? ""),
    isProxy,
  );
}
