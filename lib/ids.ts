import { AppError } from "./errors";

/** Whether it can be the id of a user, a domain, a channel or a token: a number that PostgreSQL's bigint holds. */
export function isRowId(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}

/** An id as the database writes it, without zeros in front. */
export function plainRowId(id: string): string {
  return BigInt(id).toString();
}

/** The id; a text that cannot be one is nobody's. @throws AppError `not_found`. */
export function requireRowId(text: string): string {
  if (!isRowId(text)) throw new AppError("not_found");
  return text;
}

/** Whether it can be the id of a license or an act: a UUID (RFC 9562), in upper or lower case. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
