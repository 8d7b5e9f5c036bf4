import { AppError } from "./errors";
import { foldedText, normalText } from "./normal-text";
import { isPlainName, isVisibleText, isWholeText } from "./whole-text";

const ADDRESS = /^([^\s@\0]{1,64})@([a-z0-9.-]{3,253})$/;

/** `Name@Domain` folded and split; throws `bad_request` when it cannot be one. */
export function parseAddress(address: string): { username: string; domain: string } {
  const [, username, domain] = ADDRESS.exec(foldedText(address)) ?? [];
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

const DOMAIN = /^(?=.{3,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** The name of a tenant, folded; null unless it is dotted (RFC 1123 labels). */
export function domainNameOf(name: string): string | null {
  const folded = name.trim().toLowerCase();
  return DOMAIN.test(folded) ? folded : null;
}

/** As `domainNameOf`; throws `bad_request` when it cannot be one. */
export function parseDomain(name: string): string {
  const folded = domainNameOf(name);
  if (folded === null) throw new AppError("bad_request", { field: "domain" });
  return folded;
}

/** NFC and trimmed; throws `bad_request` unless it has 1 to `most` characters, none of them a control or direction mark or half a character. */
function parseName(text: string, most: number, params: { field: string; fault?: string }): string {
  const name = normalText(text);
  if (name.length > most || !isPlainName(name)) throw new AppError("bad_request", params);
  return name;
}

/** A person's name as it is kept, of up to 200 characters; throws `bad_request` when it cannot be one. */
export const parsePersonName = (text: string) => parseName(text, 200, { field: "name" });

/** A channel's name as it is kept, of up to 200 characters; throws `bad_request` with the `fault` `form` when it cannot be one. */
export const parseChannelName = (text: string) => parseName(text, 200, { field: "name", fault: "form" });

/** An access token's name as it is kept, of up to 100 characters; throws `bad_request` when it cannot be one. */
export const parseTokenName = (text: string) => parseName(text, 100, { field: "name" });

/** A role's name as it is kept, of up to 100 characters; throws `bad_request` when it cannot be one. */
export const parseRoleName = (text: string) => parseName(text, 100, { field: "role" });

const MAX_ROLES = 100;

/** Names of roles to look up, each once; throws `bad_request` where one cannot be stored, or beyond 100. */
export function parseRoleNames(names: readonly string[]): string[] {
  const each = [...new Set(names)];
  if (each.length > MAX_ROLES || !each.every(isWholeText)) throw new AppError("bad_request", { field: "role" });
  return each;
}
