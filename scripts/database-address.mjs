const EXAMPLE = "write it like postgres://user:password@host:5432/seatwise";

const ENCODE =
  "DATABASE_URL cannot be read: percent-encode special characters in the password (for example # as %23, / as %2F, % as %25).";

/**
 * Looks whether a text can be the address of a database, and means what it seems to mean: a password with # or / ends
 * early, and one with % is decoded.
 *
 * @param {string} text
 * @returns {string | null} one sentence, or null when it will do
 */
export function faultOfAddress(text) {
  if (!/^postgres(ql)?:\/\/./i.test(text)) return `DATABASE_URL is no address of a PostgreSQL database; ${EXAMPLE}.`;
  const place = text.slice(text.indexOf("//") + 2);
  if (/^[^/?#]*,/.test(place.slice(place.lastIndexOf("@") + 1))) {
    return "DATABASE_URL names several hosts; name one, which leads to the one that takes writes (docs/OPERATIONS.md).";
  }
  if (!URL.canParse(text)) {
    return text.includes("@") ? ENCODE : `DATABASE_URL is no address of a PostgreSQL database; ${EXAMPLE}.`;
  }
  const { username, password, pathname, search, hash } = new URL(text);
  const isCutOff = hash !== "" || (username === "" && `${pathname}${search}`.includes("@"));
  return isCutOff || ![username, password, pathname].every(isDecodable) ? ENCODE : null;
}

function isDecodable(text) {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
