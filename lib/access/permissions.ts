import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { type Actor, auditedActor } from "./actor";
import type { Rights } from "./rights-of";

/** Global permissions of a role (specification §5); `*` in a role stands for all. */
export type Permission = "read" | "add" | "write" | "delete" | "all_domains";

/** The application that all sections belong to. */
export const APPLICATION = "admin";

/** Sections of the admin application that a role may enter, and the application itself. */
export type Section = typeof APPLICATION | "admin/license" | "admin/channels" | "admin/users" | "admin/audit";

export function isPermitted(actor: Pick<Rights, "permissions">, permission: Permission): boolean {
  return actor.permissions.includes("*") || actor.permissions.includes(permission);
}

/** The way to a section leads through its application, which is its first word (specification §5: application, then section). */
export function mayEnter({ sections }: Pick<Rights, "sections">, section: Section): boolean {
  return sections.includes("*") || (sections.includes(APPLICATION) && sections.includes(section));
}

/** Whether the actor may do this there; what a page asks to leave out what would be refused anyway. */
export function hasRight(actor: Rights, section: Section, permission: Permission): boolean {
  return mayEnter(actor, section) && isPermitted(actor, permission);
}

/** The one question before an act: section, then permission. Who lacks them stands in the log. @throws AppError `access_denied`. */
export function requireRight(actor: Actor, section: Section, permission: Permission): void {
  if (actor.kind === "command" || actor.kind === "system") return;
  const allowed = actor.kind === "user" && hasRight(actor, section, permission);
  if (allowed) return;
  log.warn({ actor: auditedActor(actor), section, permission }, "a right is missing");
  throw new AppError("access_denied");
}

/** The domain whose users the actor may see and change; null: all domains. */
export function domainBounds(actor: Actor): string | null {
  return actor.kind === "user" && !isPermitted(actor, "all_domains") ? actor.domain.id : null;
}
