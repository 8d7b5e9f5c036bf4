-- The way to a section leads through its application. Roles that were given a section alone keep opening it.
with known as (
  select id, name, permissions, sections, array_prepend('admin', sections) as whole from roles
  where not sections && '{*,admin}' and exists (select from unnest(sections) s where s like 'admin/%')
), changed as (
  update roles r set sections = k.whole from known k where r.id = k.id
)
insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, before, after)
select 'set_role', gen_random_uuid(), 'system', null, 'Seatwise',
  jsonb_build_object('role', k.name, 'permissions', k.permissions, 'sections', k.sections),
  jsonb_build_object('role', k.name, 'permissions', k.permissions, 'sections', k.whole)
from known k order by k.id;
