import { AppError } from "./errors";
import { normalText } from "./normal-text";
import { isPlainName, isVisibleText, isWholeText } from "./whole-text";

const ADDRESS = /^([^\s@\0]{1,64})@([a-z0-9.-]{3,253})$/;

/** `Name@Domain` folded and split; throws `bad_request` when it cannot be one. */
export function parseAddress(address: string): { username: string; domain: string } {
  const [, username, domain] = ADDRESS.exec(normalText(address).toLowerCase()) ?? [];
  if (username === undefined || domain === undefined || !isWholeText(username))
    throw new AppError("bad_request", { field: "username" });
  return { username, domain };
}

/** As `parseAddress`, of somebody who is to be added: each character of the username can be seen. */
export function parseNewAddress(address: string): { username: string; domain: string } {
  const parsed = parseAddress(address);
  if (!isVisibleText(parsed.username)) throw new AppError("bad_request", { field: "username" });
  return parsed;
}

/** NFC and trimmed; null unless it has 1 to `most` characters, none of them a control or direction mark or half a character. */
function plainName(text: string, most: number): string | null {
  const name = normalText(text);
  return name.length > most || !isPlainName(name) ? null : name;
}

/** A person's name as it is kept, of up to 200 characters; throws `bad_request` when it cannot be one. */
export function parsePersonName(text: string): string {
  const name = plainName(text, 200);
  if (name === null) throw new AppError("bad_request", { field: "name" });
  return name;
}

/** A channel's name as it is kept, of up to 200 characters; throws `bad_request` with the `fault` `form` when it cannot be one. */
export function parseChannelName(text: string): string {
  const name = plainName(text, 200);
  if (name === null) throw new AppError("bad_request", { field: "name", fault: "form" });
  return name;
}

/** An access token's name as it is kept, of up to 100 characters; throws `bad_request` when it cannot be one. */
export function parseTokenName(text: string): string {
  const name = plainName(text, 100);
  if (name === null) throw new AppError("bad_request", { field: "name" });
  return name;
}

/** A role's name as it is kept, of up to 100 characters; throws `bad_request` when it cannot be one. */
export function parseRoleName(text: string): string {
  const name = plainName(text, 100);
  if (name === null) throw new AppError("bad_request", { field: "role" });
  return name;
}

const MAX_ROLES = 100;

/** Names of roles to look up, each once; throws `bad_request` where one cannot be stored, or beyond 100. */
export function parseRoleNames(names: readonly string[]): string[] {
  const each = [...new Set(names)];
  if (each.length > MAX_ROLES || !each.every(isWholeText)) throw new AppError("bad_request", { field: "role" });
  return each;
}
