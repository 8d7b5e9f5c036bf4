import type { UserActor } from "@/lib/access/actor";
import { hashToken } from "@/lib/access/session";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { addUser } from "@/lib/use-cases/directory/add-user";
import { changeOwnPassword } from "@/lib/use-cases/directory/change-own-password";
import { deleteDomain } from "@/lib/use-cases/directory/delete-domain";
import { deleteRole } from "@/lib/use-cases/directory/delete-role";
import { deleteUser } from "@/lib/use-cases/directory/delete-user";
import { disableDomain } from "@/lib/use-cases/directory/disable-domain";
import { disableUser } from "@/lib/use-cases/directory/disable-user";
import { editUser } from "@/lib/use-cases/directory/edit-user";
import { enableDomain } from "@/lib/use-cases/directory/enable-domain";
import { enableUser } from "@/lib/use-cases/directory/enable-user";
import { type ImportReport, importUsers, previewUsers } from "@/lib/use-cases/directory/import-users";
import { listDomains } from "@/lib/use-cases/directory/list-domains";
import { listRoles } from "@/lib/use-cases/directory/list-roles";
import { listUsers } from "@/lib/use-cases/directory/list-users";
import { renameDomain } from "@/lib/use-cases/directory/rename-domain";
import { setPassword } from "@/lib/use-cases/directory/set-password";
import { setRole } from "@/lib/use-cases/directory/set-role";
import { setUserRoles } from "@/lib/use-cases/directory/set-user-roles";
import { type Act, did, seen } from "@/tests/support/act-answers";
import { PASSWORD } from "@/tests/support/people";
import type { Subject } from "@/tests/support/who-may-house";
import { sql } from "@/tests/support/worker-database";

const PAGE = { q: "", page: 1, size: 1_000, sort: null };

/** A list with one user, new in the domain. */
const listFor = ({ domain, roles }: Subject) => `domain,username,name,roles\n${domain},new,New,${roles.join(";")}\n`;

/** What became of the one line of a list. */
function imported({ lines: [line] }: ImportReport): string {
  return line?.reason ?? did(line?.outcome === "new");
}

/** One session of whoever asks, of which the secret is known; of a certificate's bearer there can be none. */
async function sessionOf({ kind, id }: UserActor): Promise<string> {
  const token = `the session of ${id}`;
  if (kind !== "user") return token;
  await sql`
    insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
    values (decode(${hashToken(token)}, 'hex'), ${id}, 'browser', now() + interval '30 minutes', now() + interval '12 hours')
    on conflict do nothing`;
  return token;
}

const OWN = { current: PASSWORD, password: "correct horse" };

/** How each line of the table about the directory is done, by its name. */
export const DIRECTORY_ACTS: Record<string, Act> = {
  "directory/list-users": async (who) => {
    const question = { ...PAGE, domain: "", state: "", add: false, import: false, edit: "" } as const;
    return seen((await listUsers(who, question)).users.map(({ domain }) => domain));
  },
  "directory/list-domains": async (who) =>
    seen((await listDomains(who, { ...PAGE, add: false, edit: "", remove: "" })).domains.map(({ name }) => name)),
  "directory/add-domain": async (who) => did(await addDomain(who, "new.example")),
  "directory/rename-domain": async (who) => did(await renameDomain(who, "empty.example", "new.example")),
  "directory/disable-domain": async (who) => did(await disableDomain(who, "empty.example")),
  "directory/enable-domain": async (who) => did(await enableDomain(who, "closed.example")),
  "directory/delete-domain": async (who) => did(await deleteDomain(who, "empty.example")),
  "directory/delete-role": async (who) => did(await deleteRole(who, "unused")),
  "directory/list-roles": async (who) => did((await listRoles(who)).length > 0),
  "directory/set-role": async (who) => did(await setRole(who, { name: "new", permissions: ["read"], sections: [] })),
  "directory/add-user": async (who, { domain, roles }) =>
    did(await addUser(who, { address: `new@${domain}`, name: "New", password: null, roles })),
  "directory/preview-users": async (who, on) => imported(await previewUsers(who, listFor(on))),
  "directory/import-users": async (who, on) => imported(await importUsers(who, listFor(on))),
  "directory/edit-user": async (who, { user }) => did(await editUser(who, user.address, "New")),
  "directory/set-user-roles": async (who, { user, roles }) => did(await setUserRoles(who, user.address, roles)),
  "directory/change-own-password": async (who) => did(await changeOwnPassword(who, await sessionOf(who), OWN)),
  "directory/set-password": async (who, { user }) => did(await setPassword(who, user.address, "correct horse")),
  "directory/disable-user": async (who, { user }) => did(await disableUser(who, user.address)),
  "directory/enable-user": async (who, { disabled }) => did(await enableUser(who, disabled.address)),
  "directory/delete-user": async (who, { user }) => did(await deleteUser(who, user.address)),
};
