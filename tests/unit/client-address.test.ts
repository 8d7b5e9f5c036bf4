import { describe, expect, it } from "vitest";
import { clientAddress, readProxies } from "@/scripts/client-address.mjs";

const nobody = readProxies("");
const proxies = readProxies(" 10.0.0.2, 10.1.0.0/16,, 2001:db8:ffff::1 ");

describe("where a request comes from", () => {
  it("is the peer, whatever X-Forwarded-For says, when nobody is trusted", () => {
    expect(clientAddress("203.0.113.7", "198.51.100.4", nobody)).toBe("203.0.113.7");
    expect(clientAddress("10.0.0.2", "198.51.100.4", nobody)).toBe("10.0.0.2");
    expect(clientAddress("203.0.113.7", "198.51.100.4", proxies)).toBe("203.0.113.7");
  });

  it.each([
    ["the address that the proxy saw", "198.51.100.4", "198.51.100.4"],
    ["the last one: what stands before it anybody can write", "1.2.3.4, 198.51.100.4", "198.51.100.4"],
    ["the last one that is no proxy", "1.2.3.4,198.51.100.4, 10.1.7.7 ,10.0.0.2", "198.51.100.4"],
    ["with a port", "198.51.100.4:5678", "198.51.100.4"],
    ["of IPv6 with a port", "[2001:db8::7]:5678", "2001:db8:0:0::/64"],
    ["IPv4 in IPv6 clothes", "::ffff:198.51.100.4", "198.51.100.4"],
    ["the proxy itself, when it says nothing", "", "10.0.0.2"],
    ["the proxy itself, when it says nonsense", "unknown", "10.0.0.2"],
    ["the proxy that read nonsense", "1.2.3.4, nonsense, 10.1.7.7", "10.1.7.7"],
    ["the first proxy, when there is nobody else", "10.1.7.7, 10.1.7.8", "10.1.7.7"],
  ])("behind a trusted proxy is %s", (_, forwarded, address) => {
    expect(clientAddress("10.0.0.2", forwarded, proxies)).toBe(address);
    expect(clientAddress("::ffff:10.0.0.2", forwarded, proxies)).toBe(address);
  });

  it("of IPv6 is the network of 64 bits: whoever has one address has all of them", () => {
    const one = clientAddress("2001:db8:1:2:3:4:5:6", "", nobody);
    expect(clientAddress("2001:db8:1:2:ffff::9", "", nobody)).toBe(one);
    expect(clientAddress("2001:db8:1:3:3:4:5:6", "", nobody)).not.toBe(one);
    expect(clientAddress("::1", "", nobody)).toBe("0:0:0:0::/64");
    expect(clientAddress("fe80::1%eth0", "", nobody)).toBe("fe80:0:0:0::/64");
    expect(clientAddress("2001:db8:ffff::1", "198.51.100.4", proxies)).toBe("198.51.100.4");
  });

  it("is nothing when the connection is gone", () => {
    expect(clientAddress("", "198.51.100.4", proxies)).toBe("");
  });
});

describe("TRUSTED_PROXIES", () => {
  it.each([
    "proxy.example",
    "10.0.0",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "2001:db8::/129",
    "10.0.0.1 10.0.0.2",
  ])("%s is refused by name", (text) => {
    expect(() => readProxies(`10.0.0.2,${text}`)).toThrow(`TRUSTED_PROXIES has "${text}"`);
  });
});
