import type { UserActor } from "@/lib/access/actor";
import { actorOf, addPerson, setRole } from "@/tests/support/people";
import { sql } from "@/tests/support/worker-database";

const PAGES = ["admin", "admin/users"];

const ROLES = {
  /** Everything in the directory of the own domain. */
  clerk: { permissions: ["read", "add", "write", "delete"], sections: PAGES },
  /** As `clerk`, in all domains. */
  "chief clerk": { permissions: ["read", "add", "write", "delete", "all_domains"], sections: PAGES },
  /** Sees the directory. */
  viewer: { permissions: ["read"], sections: PAGES },
  /** All permissions, but not the section of the directory. */
  "license manager": {
    permissions: ["read", "add", "write", "delete", "all_domains"],
    sections: ["admin", "admin/license"],
  },
};

export type ClerkRole = keyof typeof ROLES;

/** Gives a person a role, past every rule of the application. */
export async function giveRole(user: { id: string }, role: ClerkRole | "sysadmin"): Promise<void> {
  if (role !== "sysadmin") await setRole(role, ROLES[role]);
  await sql`insert into user_roles select ${user.id}::bigint, id from roles where name = ${role} on conflict do nothing`;
}

/** Adds a person with one of the directory's roles. */
export async function addClerk(address: string, role: ClerkRole): Promise<UserActor> {
  const person = await addPerson(address);
  await giveRole(person, role);
  return actorOf(person);
}

/** Adds all roles, so that they can be named. */
export async function addClerkRoles(): Promise<void> {
  for (const [name, rights] of Object.entries(ROLES)) await setRole(name, rights);
}

/** The names of a user's roles, sorted. */
export async function rolesOf(userId: string): Promise<string[]> {
  const rows = await sql`
    select r.name from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = ${userId} order by r.name`;
  return rows.map(({ name }) => String(name));
}
