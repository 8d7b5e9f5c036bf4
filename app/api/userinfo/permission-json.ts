import { z } from "zod";
import type { UserActor } from "@/lib/access/actor";
import { isPermitted, type Permission } from "@/lib/access/permissions";

/** Global permissions in the words of the manual (specification §5). */
const PERMISSIONS: Record<Permission, { name: string; usage: string }> = {
  read: { name: "Select", usage: "Grants permission to see all objects." },
  add: { name: "Add", usage: "Grants permission to add objects, and shows the button that imports a license key." },
  write: { name: "Update", usage: "Grants permission to change all objects." },
  delete: { name: "Delete", usage: "Grants permission to delete all objects." },
  all_domains: { name: "All domains", usage: "Extends the other permissions to the users of every domain." },
};

export const PERMISSION = z
  .object({ id: z.string(), name: z.string(), usage: z.string() })
  .meta({ id: "Permission", description: "A global permission; its id is what roles have." });

/** The global permissions of the actor, each by its name. */
export function toPermissionsJson(actor: UserActor): z.input<typeof PERMISSION>[] {
  const known = Object.entries(PERMISSIONS) as [Permission, { name: string; usage: string }][];
  return known.flatMap(([id, about]) => (isPermitted(actor, id) ? [{ id, ...about }] : []));
}

/** Letters of what may be done in an open section: whoever may use it reads; the rest as the permissions add up. */
const LETTERS: readonly [letter: string, needs: Permission | null][] = [
  ["x", "add"],
  ["r", null],
  ["w", "write"],
  ["d", "delete"],
];

/** `x` create, `r` read, `w` write, `d` delete, in this order. */
export function accessLetters(actor: UserActor): string {
  return LETTERS.map(([letter, needs]) => (needs === null || isPermitted(actor, needs) ? letter : "")).join("");
}
