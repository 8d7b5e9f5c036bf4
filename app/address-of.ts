/** The server writes it over whatever a client sends (scripts/client-address.mjs). */
const ADDRESS_HEADER = "x-seatwise-address";

/** Where a request of any kind comes from: what failures are counted by. */
export function addressOf(sent: Headers): string {
  return sent.get(ADDRESS_HEADER) ?? "";
}
