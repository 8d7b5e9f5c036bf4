import { sql } from "drizzle-orm";
import { json, query, queryOne } from "@/db/client";
import type { By } from "./acted-by";

export type Role = { name: string; permissions: string[]; sections: string[] };

/**
 * Adds a role or changes the rights of the one with this name, with the audit entry; a role that is so already leaves none.
 * Null, and nothing is done, when somebody else adds one of this name meanwhile: its rights are not seen yet.
 */
async function writeRole(role: Role, by: By): Promise<boolean | null> {
  const { changed } = await queryOne<{ changed: boolean | null }>(sql`
    with known as (select id, permissions, sections from roles where name = ${role.name} for no key update),
    wanted as (
      select ${role.name}::text as name, array(select jsonb_array_elements_text(${json(role.permissions)})) as permissions,
        array(select jsonb_array_elements_text(${json(role.sections)})) as sections),
    added as (
      insert into roles (name, permissions, sections) select name, permissions, sections from wanted
      where not exists (select 1 from known) on conflict (name) do nothing returning id),
    altered as (
      update roles r set permissions = w.permissions, sections = w.sections from known k, wanted w
      where r.id = k.id and (k.permissions, k.sections) is distinct from (w.permissions, w.sections)
      returning jsonb_build_object('role', w.name, 'permissions', k.permissions, 'sections', k.sections) as before),
    written as (select null::jsonb as before from added union all select before from altered),
    noted as (
      insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, before, after)
      select 'set_role', ${by.actId}::uuid, a ->> 'kind', a ->> 'id', a ->> 'name', written.before,
        jsonb_build_object('role', w.name, 'permissions', w.permissions, 'sections', w.sections)
      from written, wanted w, (select ${json(by.actor)} as a) actor)
    select case when exists (select 1 from written) then true when exists (select 1 from known) then false end as changed`);
  return changed;
}

/** As `writeRole`, until it is known. Answers whether anything changed. */
export async function upsertRole(role: Role, by: By): Promise<boolean> {
  for (;;) {
    const changed = await writeRole(role, by);
    if (changed !== null) return changed;
  }
}

/** A role with how many users have it. */
export type HeldRole = Role & { users: number };

/** All roles by name. */
export async function findRoles(): Promise<HeldRole[]> {
  return query<HeldRole>(sql`
    select r.name, to_json(r.permissions) as permissions, to_json(r.sections) as sections,
      (select count(*)::int from user_roles ur where ur.role_id = r.id) as users
    from roles r order by r.name`);
}

/** Deletes a role that nobody has, with the audit entry. One that is being given to somebody meanwhile stays, or cannot be given. */
export async function deleteRole(name: string, by: By): Promise<"deleted" | "held" | "not_found"> {
  const { outcome } = await queryOne<{ outcome: "deleted" | "held" | "not_found" }>(sql`
    with known as (select id, permissions, sections from roles where name = ${name} for update),
    gone as (
      delete from roles r using known k where r.id = k.id and not exists (select 1 from user_roles ur where ur.role_id = k.id)
      returning k.permissions, k.sections),
    noted as (
      insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, before)
      select 'delete_role', ${by.actId}::uuid, a ->> 'kind', a ->> 'id', a ->> 'name',
        jsonb_build_object('role', ${name}::text, 'permissions', gone.permissions, 'sections', gone.sections)
      from gone, (select ${json(by.actor)} as a) actor)
    select case when exists (select 1 from gone) then 'deleted' when exists (select 1 from known) then 'held'
      else 'not_found' end as outcome`);
  return outcome;
}
