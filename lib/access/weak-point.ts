/** The prime of Curve25519's field. */
const P = 2n ** 255n - 19n;
/** One of the two heights of a point of order 8; the other one is its opposite. */
const EIGHTH = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
/** The heights of the points whose order is 1, 2, 4 or 8. */
const SMALL_ORDER = new Set([0n, 1n, P - 1n, EIGHTH, P - EIGHTH]);

/**
 * Whether the 32 bytes of an Ed25519 public key (RFC 8032 §5.1.5) make a key that vouches for nothing: one of the eight
 * points of small order, under which a signature can be made up without a private key, or a second spelling of a point.
 * OpenSSL, and with it Node, verifies under such keys.
 */
export function isWeakPoint(bytes: Uint8Array): boolean {
  const height = BigInt(`0x${Buffer.from(Uint8Array.from(bytes).toReversed()).toString("hex")}`) & (2n ** 255n - 1n);
  return height >= P || SMALL_ORDER.has(height);
}
