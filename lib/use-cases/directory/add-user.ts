import { insertUser } from "@/db/queries/directory";
import type { Actor } from "@/lib/access/actor";
import { hashPassword } from "@/lib/access/password";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { normalText } from "@/lib/normal-text";
import { isPlainName, isVisibleText, isWholeText } from "@/lib/whole-text";
import { actedBy } from "./acted-by";

export type UserToAdd = { address: string; name: string; password: string | null; roles: string[] };

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

/** A person's name, trimmed; throws `bad_request` unless it has 1 to 200 characters, none of them a control or direction mark. */
export function parsePersonName(text: string): string {
  const name = normalText(text);
  if (name.length > 200 || !isPlainName(name)) throw new AppError("bad_request", { field: "name" });
  return name;
}

/** The hash of a password that is to be set; throws `bad_request` unless it has 8 to 1,000 characters. */
export async function hashNewPassword(password: string): Promise<string> {
  if (password.length < 8 || password.length > 1_000 || !isWholeText(password))
    throw new AppError("bad_request", { field: "password" });
  return hashPassword(password);
}

/**
 * Adds a user `name@domain` with roles. A user without a password cannot sign in yet. Without `all_domains` there is only
 * the own domain, and no role goes beyond the rights of whoever gives it (specification §5).
 * @throws AppError `access_denied`; `bad_request` naming the member that stands in the way: username (form, or with
 * `fault: "taken"`), name, password, domain, role.
 */
export async function addUser(actor: Actor, user: UserToAdd): Promise<string> {
  requireRight(actor, "admin/users", "add");
  const { username, domain } = parseNewAddress(user.address);
  const name = parsePersonName(user.name);
  const passwordHash = user.password === null ? null : await hashNewPassword(user.password);
  const added = await insertUser(domain, { username, name, passwordHash, roles: user.roles }, actedBy(actor));
  if (added.id !== null) return added.id;
  if (!added.domain_known) throw new AppError("bad_request", { field: "domain" });
  if (added.unknown_roles.length > 0) throw new AppError("bad_request", { field: "role" });
  if (added.beyond.length > 0) throw new AppError("access_denied");
  throw new AppError("bad_request", { field: "username", fault: "taken" });
}
