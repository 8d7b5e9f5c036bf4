import type { Actor } from "./actor";

/** Permissions and sections, as a role has them and roles add up to; `*` stands for all. */
export type Rights = { permissions: readonly string[]; sections: readonly string[] };

/** The rights beyond which nobody may hand out, take away or act upon a person (specification §5); null: all of them. */
export function rightsOf(actor: Actor): Rights | null {
  if (actor.kind === "command" || actor.kind === "system") return null;
  if (actor.kind !== "user") return { permissions: [], sections: [] };
  return { permissions: actor.permissions, sections: actor.sections };
}
