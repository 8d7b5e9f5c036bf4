import { type Role, upsertRole } from "@/db/queries/roles";
import { actedBy } from "@/lib/access/acted-by";
import type { Actor } from "@/lib/access/actor";
import { APPLICATION, type Permission, requireRight, type Section } from "@/lib/access/permissions";
import { rightsOf } from "@/lib/access/rights-of";
import { AppError } from "@/lib/errors";
import { parseRoleName } from "@/lib/names";

/** Closed lists: a right that is misspelled would look given and open nothing. */
const PERMISSIONS: Record<Permission | "*", true> = {
  "*": true,
  read: true,
  add: true,
  write: true,
  delete: true,
  all_domains: true,
};
const SECTIONS: Record<Section | "*", true> = {
  "*": true,
  admin: true,
  "admin/license": true,
  "admin/channels": true,
  "admin/users": true,
  "admin/audit": true,
};

/** The role that has every right; changing it could leave nobody who may change it back. */
export const EVERY_RIGHT = "sysadmin";

/** Whoever makes roles can make themselves one: only for those who have every right already. @throws AppError `access_denied` */
export function requireEveryRight(actor: Actor): void {
  const rights = rightsOf(actor);
  if (rights !== null && !(rights.permissions.includes("*") && rights.sections.includes("*"))) {
    throw new AppError("access_denied");
  }
}

/** In the order of the list and each once, so that equal rights are spelled alike. */
function pick(wished: readonly string[], known: object, field: string): string[] {
  if (wished.some((right) => !Object.hasOwn(known, right))) throw new AppError("bad_request", { field });
  return Object.keys(known).filter((right) => wished.includes(right));
}

/** Whoever may enter a section may enter the application that it is in. */
function withApplication(sections: readonly string[]): string[] {
  return sections.some((section) => section.startsWith(`${APPLICATION}/`)) ? [APPLICATION, ...sections] : [...sections];
}

/**
 * Adds a role, or gives the one with this name exactly these rights; they count from the next request of whoever has it.
 * Answers whether anything changed. `*` stands for all, and a section brings its application along (specification §5).
 * @throws AppError `access_denied` without every right there is; `bad_request` naming what stands in the way: role (its form, or `sysadmin`), permission, section.
 */
export async function setRole(actor: Actor, role: Role): Promise<boolean> {
  requireRight(actor, "admin/users", "write");
  requireEveryRight(actor);
  const name = parseRoleName(role.name);
  if (name === EVERY_RIGHT) throw new AppError("bad_request", { field: "role" });
  const permissions = pick(role.permissions, PERMISSIONS, "permission");
  const sections = pick(withApplication(role.sections), SECTIONS, "section");
  const by = actedBy(actor);
  return upsertRole({ name, permissions, sections }, by);
}
