import { randomUUID } from "node:crypto";
import { insertUser } from "@/db/queries/directory";
import { type Actor, auditedActor } from "@/lib/access/actor";
import { hashPassword } from "@/lib/access/password";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";

export type UserToAdd = { address: string; name: string; password: string | null; roles: string[] };

const ADDRESS = /^([^\s@\0]{1,64})@([a-z0-9.-]{3,253})$/;

/** `Name@Domain` folded and split; throws `bad_request` when it cannot be one. */
export function parseAddress(address: string): { username: string; domain: string } {
  const [, username, domain] = ADDRESS.exec(address.normalize("NFC").trim().toLowerCase()) ?? [];
  if (username === undefined || domain === undefined) throw new AppError("bad_request", { field: "username" });
  return { username, domain };
}

/** The hash of a password that is to be set; throws `bad_request` unless it has 8 to 1,000 characters. */
export async function hashNewPassword(password: string): Promise<string> {
  if (password.length < 8 || password.length > 1_000) throw new AppError("bad_request", { field: "password" });
  return hashPassword(password);
}

/**
 * Adds a user `name@domain` with roles. A user without a password cannot sign in yet.
 * @throws AppError `bad_request` naming the member that stands in the way: address (form, or taken), name, password, domain, role.
 */
export async function addUser(actor: Actor, user: UserToAdd): Promise<string> {
  requireRight(actor, "admin", "add");
  const { username, domain } = parseAddress(user.address);
  const name = user.name.normalize("NFC").trim();
  if (name.length < 1 || name.length > 200 || name.includes("\0")) throw new AppError("bad_request", { field: "name" });

  const passwordHash = user.password === null ? null : await hashNewPassword(user.password);
  const by = { actor: auditedActor(actor), actId: randomUUID() };
  const added = await insertUser(domain, { username, name, passwordHash, roles: user.roles }, by);
  if (added.id !== null) return added.id;
  if (!added.domain_known) throw new AppError("bad_request", { field: "domain" });
  throw new AppError("bad_request", { field: added.unknown_roles.length > 0 ? "role" : "username" });
}
