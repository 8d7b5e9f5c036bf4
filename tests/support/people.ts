import { hash } from "@node-rs/argon2";
import { sql as statement } from "drizzle-orm";
import { json, query, queryOne } from "@/db/client";
import type { LocalActor, UserActor } from "@/lib/access/actor";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { addUser } from "@/lib/use-cases/directory/add-user";

/** The installation itself: may do everything. */
export const SYSTEM: LocalActor = { kind: "system", id: null, name: "test" };

export const PASSWORD = "correct horse battery";

/** Roles beside `sysadmin` that tests give to people. */
const ROLES = {
  reader: { permissions: ["read"], sections: ["admin", "admin/license"] },
  writer: { permissions: ["read", "write"], sections: ["admin", "admin/license"] },
  outsider: { permissions: ["read", "write", "all_domains"], sections: [] },
};

export type RoleName = keyof typeof ROLES | "sysadmin";

export type Person = { id: string; address: string; password: string };

export type PersonToAdd = { name?: string; roles?: RoleName[]; password?: string };

let cheapHash: Promise<string> | undefined;

/** Good for PASSWORD and quick to check: hundreds of sign-ins would otherwise wait for the hash alone. */
function passwordHash(): Promise<string> {
  cheapHash ??= hash(PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 });
  return cheapHash;
}

async function ensureDomain(name: string): Promise<void> {
  const [known] = await query(statement`select 1 from domains where name = ${name}`);
  if (!known) await addDomain(SYSTEM, name);
}

/** Adds a role, or changes the rights of the one with this name. */
export async function setRole(name: string, rights: { permissions: string[]; sections: string[] }): Promise<void> {
  await query(statement`
    insert into roles (name, permissions, sections)
    select ${name}, array(select jsonb_array_elements_text(${json(rights.permissions)})),
      array(select jsonb_array_elements_text(${json(rights.sections)}))
    on conflict (name) do update set permissions = excluded.permissions, sections = excluded.sections`);
}

async function ensureRoles(roles: RoleName[]): Promise<void> {
  for (const role of roles) if (role !== "sysadmin") await setRole(role, ROLES[role]);
}

/** Adds `name@domain`, the domain too if it is not there, and answers how to sign in. Without roles: an ordinary user. */
export async function addPerson(address: string, { name, roles = [], password }: PersonToAdd = {}): Promise<Person> {
  const [username = "", domain = ""] = address.split("@");
  await ensureDomain(domain);
  await ensureRoles(roles);
  const id = await addUser(SYSTEM, { address, name: name ?? username, password: password ?? null, roles });
  if (password === undefined) {
    await query(statement`update users set password_hash = ${await passwordHash()} where id = ${id}::bigint`);
  }
  return { id, address, password: password ?? PASSWORD };
}

const CROWD_STEP = 1_000;

/** Adds `count` ordinary users of one domain, `prefix` and a number each; answers their ids. */
export async function addCrowd(count: number, domain = "acme.example", prefix = "user"): Promise<string[]> {
  await ensureDomain(domain);
  const ids: string[] = [];
  // In steps, so that no statement comes near its time limit on a busy machine.
  while (ids.length < count) {
    const last = Math.min(ids.length + CROWD_STEP, count);
    const rows = await query<{ id: string }>(statement`
      insert into users (domain_id, username, name, password_hash)
      select d.id, ${prefix} || n, ${prefix} || ' ' || n, ${await passwordHash()}
      from domains d, generate_series(${ids.length + 1}::int, ${last}::int) n
      where d.name = ${domain} order by n returning id::text`);
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

/** The person as an actor of use cases, with the rights that their roles add up to. */
export async function actorOf({ id }: Person): Promise<UserActor> {
  const row = await queryOne<
    Omit<UserActor, "kind" | "domain" | "token" | "endsAt"> & { domain_id: string; domain: string }
  >(statement`
    select u.id::text, u.name, u.username, d.id::text as domain_id, d.name as domain,
      to_json(array(select p from user_roles ur join roles r on r.id = ur.role_id, unnest(r.permissions) p where ur.user_id = u.id)) as permissions,
      to_json(array(select p from user_roles ur join roles r on r.id = ur.role_id, unnest(r.sections) p where ur.user_id = u.id)) as sections
    from users u join domains d on d.id = u.domain_id where u.id = ${id}::bigint`);
  const { domain_id, domain, ...rest } = row;
  const endsAt = new Date(Date.now() + 3_600_000);
  return { kind: "user", ...rest, domain: { id: domain_id, name: domain }, token: null, endsAt };
}

/** Adds a person and answers their actor. */
export async function addActor(address: string, ...roles: RoleName[]): Promise<UserActor> {
  return actorOf(await addPerson(address, { roles }));
}

/** One actor of every kind. All are of acme.example, `foreign` of globex.example. */
export async function addActors() {
  return {
    /** Everything, in all domains. */
    sysadmin: await addActor("sysadmin@acme.example", "sysadmin"),
    /** Sees, may not change. */
    reader: await addActor("reader@acme.example", "reader"),
    /** Changes users of the own domain only. */
    writer: await addActor("writer@acme.example", "writer"),
    /** The permissions, but not the section. */
    outsider: await addActor("outsider@acme.example", "outsider"),
    /** No role at all. */
    nobody: await addActor("nobody@acme.example"),
    /** As `writer`, of the other domain. */
    foreign: await addActor("foreign@globex.example", "writer"),
  };
}
