import type { LocalActor } from "@/lib/access/actor";
import { deleteRole } from "@/lib/use-cases/directory/delete-role";
import { listRoles } from "@/lib/use-cases/directory/list-roles";
import { setRole } from "@/lib/use-cases/directory/set-role";
import type { Command } from "@/scripts/admin-arguments";

type RoleCommand = Extract<Command, { kind: `role ${string}` }>;

const rights = (names: readonly string[]) => (names.length === 0 ? "-" : names.join(","));

/** Does what a command about roles says and answers the lines that tell it; of a list, parts divided by tabs. */
export async function performOnRoles(actor: LocalActor, command: RoleCommand): Promise<string> {
  switch (command.kind) {
    case "role set": {
      const { role: name, permissions, sections } = command;
      const changed = await setRole(actor, { name, permissions, sections });
      return changed ? `Set the role ${name}.` : `The role ${name} is so already.`;
    }
    case "role list": {
      const roles = await listRoles(actor);
      return roles
        .map(({ name, permissions, sections, users }) =>
          [name, rights(permissions), rights(sections), `users: ${users}`].join("\t"),
        )
        .join("\n");
    }
    case "role delete":
      await deleteRole(actor, command.role);
      return `Deleted the role ${command.role}.`;
  }
}
