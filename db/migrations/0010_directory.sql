-- Whether rights lie within those of whoever acts: nobody hands out, or touches a person with, more than they have.
-- p_rights: {"permissions", "sections"}; null, and '*' in it, stand for all.
create function rights_within(p_permissions text[], p_sections text[], p_rights jsonb) returns boolean language plpgsql immutable as $$
begin
  return p_rights is null or (
    (p_rights -> 'permissions' @> '["*"]' or to_jsonb(p_permissions) <@ (p_rights -> 'permissions'))
    and (p_rights -> 'sections' @> '["*"]' or to_jsonb(p_sections) <@ (p_rights -> 'sections')));
end $$;
--> statement-breakpoint
create function is_actor(p_user_id bigint, p_actor jsonb) returns boolean language plpgsql immutable as $$
begin
  return p_actor ->> 'kind' = 'user' and p_actor ->> 'id' = p_user_id::text;
end $$;
--> statement-breakpoint
-- Locks username@domain before anything of theirs is looked at; a sign-in under way has opened its session before, or waits.
-- refused: not_found, also outside p_domain_id (null: no bounds); access_denied for a person with more rights than p_rights.
create function lock_user(p_username text, p_domain text, p_domain_id bigint, p_rights jsonb,
  out user_id bigint, out user_name text, out is_disabled boolean, out role_names jsonb, out refused text)
language plpgsql as $$
begin
  select u.id, u.name, u.disabled_at is not null into user_id, user_name, is_disabled
  from users u join domains d on d.id = u.domain_id
  where d.name = p_domain and u.username = p_username and (p_domain_id is null or u.domain_id = p_domain_id)
  for update of u;
  if not found then
    refused := 'not_found';
    return;
  end if;
  select coalesce(jsonb_agg(r.name order by r.name), '[]'),
    case when not coalesce(bool_and(rights_within(r.permissions, r.sections, p_rights)), true) then 'access_denied' end
  into role_names, refused
  from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = lock_user.user_id;
end $$;
--> statement-breakpoint
create function note_user(p_act text, p_user_id bigint, p_before jsonb, p_after jsonb, p_actor jsonb, p_act_id uuid)
returns void language plpgsql as $$
begin
  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, before, after)
  values (p_act, p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', p_user_id, p_before, p_after);
end $$;
--> statement-breakpoint
-- Ends the sessions of locked users and takes their seats back: concurrent ones and grants of named licenses, with
-- p_every also grants of concurrent licenses, which take no seat. Each has its own audit entry. Void sessions and seats are
-- removed without being counted.
create function release_users(p_user_ids bigint[], p_every boolean, p_actor jsonb, p_act_id uuid,
  out ended_sessions int, out freed_seats int, out revoked_grants int)
language plpgsql as $$
begin
  with gone as (delete from sessions s where s.user_id = any (p_user_ids) returning s.idle_ends_at, s.ends_at)
  select count(*) into ended_sessions from gone where idle_ends_at > now() and ends_at > now();

  with gone as (delete from seats s where s.user_id = any (p_user_ids) returning s.user_id, s.license_id, s.ends_at),
  noted as (
    insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, license_id, before, after)
    select 'free_seat', p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', g.user_id, g.license_id,
      jsonb_build_object('seated', true, 'user', u.name, 'product', l.product),
      jsonb_build_object('seated', false, 'user', u.name, 'product', l.product)
    from gone g join users u on u.id = g.user_id join licenses l on l.id = g.license_id
    where g.ends_at > now() order by g.user_id, l.product, l.id returning 1)
  select count(*) into freed_seats from noted;

  with gone as (
    delete from grants g using licenses l
    where l.id = g.license_id and g.user_id = any (p_user_ids) and (p_every or not l.competitive)
    returning g.user_id, g.license_id, l.product),
  noted as (
    insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, license_id, before, after)
    select 'revoke_license', p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', g.user_id, g.license_id,
      jsonb_build_object('held', true, 'user', u.name, 'product', g.product),
      jsonb_build_object('held', false, 'user', u.name, 'product', g.product)
    from gone g join users u on u.id = g.user_id order by g.user_id, g.product, g.license_id returning 1)
  select count(*) into revoked_grants from noted;
end $$;
--> statement-breakpoint
-- Answers {"outcome"}: changed, kept (that is the name already) or not_found.
create function edit_user(p_username text, p_domain text, p_name text, p_domain_id bigint, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_user record;
begin
  select * into v_user from lock_user(p_username, p_domain, p_domain_id, null);
  if v_user.refused is not null then
    return jsonb_build_object('outcome', v_user.refused);
  elsif v_user.user_name = p_name then
    return jsonb_build_object('outcome', 'kept');
  end if;
  update users set name = p_name where id = v_user.user_id;
  perform note_user('edit_user', v_user.user_id,
    jsonb_build_object('user', v_user.user_name, 'username', p_username, 'domain', p_domain),
    jsonb_build_object('user', p_name, 'username', p_username, 'domain', p_domain), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'changed');
end $$;
--> statement-breakpoint
-- Gives a user exactly these roles. Whoever acts needs the rights of every role that comes or goes; those that stay are not
-- asked about. Answers {"outcome"}: changed, kept, not_found, role (an unknown one), access_denied, or self: nobody takes
-- a role from themselves, since there may be nobody left to give it back.
create function set_user_roles(p_username text, p_domain text, p_roles jsonb, p_domain_id bigint, p_rights jsonb, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_user record;
  v_wanted jsonb;
  v_known boolean;
  v_within boolean;
begin
  select * into v_user from lock_user(p_username, p_domain, p_domain_id, null);
  if v_user.refused is not null then
    return jsonb_build_object('outcome', v_user.refused);
  end if;
  perform 1 from roles where name in (select jsonb_array_elements_text(p_roles || v_user.role_names)) order by id for share;
  select coalesce(jsonb_agg(distinct w.name order by w.name), '[]'), coalesce(bool_and(r.id is not null), true) into v_wanted, v_known
  from jsonb_array_elements_text(p_roles) as w(name) left join roles r on r.name = w.name;
  select coalesce(bool_and(rights_within(r.permissions, r.sections, p_rights)), true) into v_within
  from roles r where v_wanted ? r.name is distinct from v_user.role_names ? r.name;

  if not v_known then
    return jsonb_build_object('outcome', 'role');
  elsif not v_within then
    return jsonb_build_object('outcome', 'access_denied');
  elsif v_wanted = v_user.role_names then
    return jsonb_build_object('outcome', 'kept');
  elsif is_actor(v_user.user_id, p_actor) and not v_wanted @> v_user.role_names then
    return jsonb_build_object('outcome', 'self');
  end if;

  delete from user_roles ur using roles r where r.id = ur.role_id and ur.user_id = v_user.user_id and not v_wanted ? r.name;
  insert into user_roles (user_id, role_id) select v_user.user_id, r.id from roles r where v_wanted ? r.name on conflict do nothing;
  perform note_user('set_user_roles', v_user.user_id,
    jsonb_build_object('user', v_user.user_name, 'roles', v_user.role_names),
    jsonb_build_object('user', v_user.user_name, 'username', p_username, 'domain', p_domain, 'roles', v_wanted), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'changed');
end $$;
--> statement-breakpoint
-- Answers {"outcome": "disabled", "sessions", "seats", "grants"}: what ended with it; or kept, not_found, access_denied, self.
create function disable_user(p_username text, p_domain text, p_domain_id bigint, p_rights jsonb, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_user record;
  v_released record;
begin
  select * into v_user from lock_user(p_username, p_domain, p_domain_id, p_rights);
  if v_user.refused is not null then
    return jsonb_build_object('outcome', v_user.refused);
  elsif is_actor(v_user.user_id, p_actor) then
    return jsonb_build_object('outcome', 'self');
  elsif v_user.is_disabled then
    return jsonb_build_object('outcome', 'kept');
  end if;
  update users set disabled_at = now() where id = v_user.user_id;
  select * into v_released from release_users(array[v_user.user_id], false, p_actor, p_act_id);
  perform note_user('disable_user', v_user.user_id,
    jsonb_build_object('user', v_user.user_name, 'disabled', false),
    jsonb_build_object('user', v_user.user_name, 'username', p_username, 'domain', p_domain, 'disabled', true,
      'ended_sessions', v_released.ended_sessions), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'disabled', 'sessions', v_released.ended_sessions,
    'seats', v_released.freed_seats, 'grants', v_released.revoked_grants);
end $$;
--> statement-breakpoint
-- Lets a user sign in again; what was taken back stays so. Answers {"outcome"}: enabled, kept, not_found or access_denied.
create function enable_user(p_username text, p_domain text, p_domain_id bigint, p_rights jsonb, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_user record;
begin
  select * into v_user from lock_user(p_username, p_domain, p_domain_id, p_rights);
  if v_user.refused is not null then
    return jsonb_build_object('outcome', v_user.refused);
  elsif not v_user.is_disabled then
    return jsonb_build_object('outcome', 'kept');
  end if;
  update users set disabled_at = null where id = v_user.user_id;
  perform note_user('enable_user', v_user.user_id,
    jsonb_build_object('user', v_user.user_name, 'disabled', true),
    jsonb_build_object('user', v_user.user_name, 'username', p_username, 'domain', p_domain, 'disabled', false), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'enabled');
end $$;
--> statement-breakpoint
-- Answers {"outcome": "deleted", "sessions", "seats", "grants"}, or not_found, access_denied, self.
create function delete_user(p_username text, p_domain text, p_domain_id bigint, p_rights jsonb, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_user record;
  v_released record;
begin
  select * into v_user from lock_user(p_username, p_domain, p_domain_id, p_rights);
  if v_user.refused is not null then
    return jsonb_build_object('outcome', v_user.refused);
  elsif is_actor(v_user.user_id, p_actor) then
    return jsonb_build_object('outcome', 'self');
  end if;
  select * into v_released from release_users(array[v_user.user_id], true, p_actor, p_act_id);
  delete from users where id = v_user.user_id;
  perform note_user('delete_user', v_user.user_id,
    jsonb_build_object('user', v_user.user_name, 'username', p_username, 'domain', p_domain, 'roles', v_user.role_names,
      'disabled', v_user.is_disabled, 'ended_sessions', v_released.ended_sessions), null, p_actor, p_act_id);
  return jsonb_build_object('outcome', 'deleted', 'sessions', v_released.ended_sessions,
    'seats', v_released.freed_seats, 'grants', v_released.revoked_grants);
end $$;
--> statement-breakpoint
drop function set_password(text, text, bigint, text, jsonb, uuid);
--> statement-breakpoint
-- A new password for username@domain: whoever signed in with the old one is out, and their seats are free, in the same act.
-- Answers {"outcome": "changed", "sessions"}, or not_found, access_denied.
create function set_password(p_username text, p_domain text, p_password_hash text, p_domain_id bigint, p_rights jsonb, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_user record;
  v_ended int;
begin
  select * into v_user from lock_user(p_username, p_domain, p_domain_id, p_rights);
  if v_user.refused is not null then
    return jsonb_build_object('outcome', v_user.refused);
  end if;
  update users set password_hash = p_password_hash where id = v_user.user_id;
  with gone as (delete from sessions where user_id = v_user.user_id returning idle_ends_at, ends_at)
  select count(*) into v_ended from gone where idle_ends_at > now() and ends_at > now();
  delete from seats where user_id = v_user.user_id;
  perform note_user('set_password', v_user.user_id, null,
    jsonb_build_object('user', v_user.user_name, 'username', p_username, 'domain', p_domain, 'ended_sessions', v_ended), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'changed', 'sessions', v_ended);
end $$;
--> statement-breakpoint
-- Deletes a domain that has no users and no channels; the row's lock keeps new ones out until the end.
-- Answers {"outcome": "deleted"}, "not_found", or "not_empty" with {"users", "channels"}.
create function delete_domain(p_domain text, p_actor jsonb, p_act_id uuid) returns jsonb language plpgsql as $$
declare
  v_id bigint;
  v_users int;
  v_channels int;
begin
  select id into v_id from domains where name = p_domain for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  select count(*) into v_users from users where domain_id = v_id;
  select count(*) into v_channels from channels where domain_id = v_id;
  if v_users + v_channels > 0 then
    return jsonb_build_object('outcome', 'not_empty', 'users', v_users, 'channels', v_channels);
  end if;
  delete from domains where id = v_id;
  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, before)
  values ('delete_domain', p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', jsonb_build_object('domain', p_domain));
  return jsonb_build_object('outcome', 'deleted');
end $$;
--> statement-breakpoint
-- What a row of an imported list would do, for all rows at once. The planner takes the list for a hundred rows and would
-- compare each of them with each user; so the functions of the import look every row up by an index. p_rows: [{"line", "domain", "username", "name", "roles",
-- "disabled"}], each user once; roles are null like disabled where an existing user stays as they are.
-- Answers a row per row: outcome new, changed, unchanged, or why it is refused with the role that stands in the way.
create function judge_import(p_rows jsonb, p_domain_id bigint, p_rights jsonb, p_actor jsonb)
returns table (line int, outcome text, detail text, domain_id bigint, user_id bigint, domain text, username text,
  name text, old_name text, roles jsonb, old_roles jsonb, disabled boolean, was_disabled boolean)
language plpgsql set enable_seqscan = off as $$
#variable_conflict use_column
begin
  return query
  with known as (
    select r.id, r.name, rights_within(r.permissions, r.sections, p_rights) as within from roles r
  ), found as (
    select g.line, g.domain, g.username, g.name, g.disabled, d.id as domain_id, u.id as user_id, u.name as old_name,
      coalesce(u.disabled_at is not null, false) as was_disabled, h.names as old_roles, h.within,
      coalesce((select jsonb_agg(distinct n.name order by n.name) from jsonb_array_elements_text(g.roles) n(name)), h.names) as roles
    from jsonb_to_recordset(p_rows) as g(line int, domain text, username text, name text, roles jsonb, disabled boolean)
    left join domains d on d.name = g.domain and (p_domain_id is null or d.id = p_domain_id)
    left join lateral (
      select u.id, u.name, u.disabled_at from users u where u.domain_id = d.id and u.username = g.username limit 1) u on true
    cross join lateral (
      select coalesce(jsonb_agg(k.name order by k.name), '[]') as names, coalesce(bool_and(k.within), true) as within
      from user_roles ur join known k on k.id = ur.role_id where ur.user_id = u.id) h
  ), compared as (
    select f.*, m.unknown, m.beyond, m.taken, coalesce(f.disabled, f.was_disabled) as will_disable
    from found f cross join lateral (
      select min(x.name) filter (where k.id is null) as unknown, min(x.name) filter (where not k.within) as beyond,
        coalesce(bool_or(x.taken), false) as taken
      from (
        select n.name, false as taken from jsonb_array_elements_text(f.roles) n(name) where not f.old_roles ? n.name
        union all
        select n.name, true from jsonb_array_elements_text(f.old_roles) n(name) where not f.roles ? n.name) x
      left join known k on k.name = x.name) m
  )
  select c.line, case
      when c.domain_id is null then 'unknown_domain'
      when c.username <> lower(c.username) then 'bad_username'
      when c.unknown is not null then 'unknown_role'
      when c.beyond is not null then 'role_beyond'
      when is_actor(c.user_id, p_actor) and (c.taken or c.will_disable) then 'self'
      when c.user_id is null then 'new'
      when c.will_disable <> c.was_disabled and not c.within then 'user_beyond'
      when (c.name, c.roles, c.will_disable) is distinct from (c.old_name::text, c.old_roles, c.was_disabled) then 'changed'
      else 'unchanged' end,
    coalesce(c.unknown, c.beyond), c.domain_id, c.user_id, c.domain, c.username, c.name, c.old_name::text, c.roles, c.old_roles,
    c.will_disable, c.was_disabled
  from compared c;
end $$;
--> statement-breakpoint
-- Applies the rows of a list that can be, and answers what became of each: [{"line", "outcome", "detail", "renamed", "roles",
-- "disabled", "enabled"}]. Without p_apply it only says what would. Domains are locked before users, so that nobody adds
-- one of the list's users meanwhile, and users in the order of their ids. Each change of each user has its audit entry.
create function import_users(p_rows jsonb, p_apply boolean, p_domain_id bigint, p_rights jsonb, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql set enable_seqscan = off as $$
declare
  v_rows jsonb;
begin
  if p_apply then
    perform 1 from domains d
    where d.name in (select r ->> 'domain' from jsonb_array_elements(p_rows) r) and (p_domain_id is null or d.id = p_domain_id)
    order by d.id for update;
    perform 1 from users u
    where u.id = any (array(
      select (select u.id from users u where u.domain_id = d.id and u.username = g.username)
      from jsonb_to_recordset(p_rows) as g(domain text, username text)
      join domains d on d.name = g.domain and (p_domain_id is null or d.id = p_domain_id)))
    order by u.id for update;
    perform 1 from roles order by id for share;
  end if;
  select coalesce(jsonb_agg(to_jsonb(j) order by j.line), '[]') into v_rows from judge_import(p_rows, p_domain_id, p_rights, p_actor) j;
  if p_apply then
    perform apply_import(v_rows, p_actor, p_act_id);
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('line', j.line, 'outcome', j.outcome, 'detail', j.detail,
      'renamed', j.name is distinct from j.old_name, 'roles', j.roles is distinct from j.old_roles,
      'disabled', j.disabled and not j.was_disabled, 'enabled', j.was_disabled and not j.disabled) order by j.line), '[]')
    from jsonb_to_recordset(v_rows) as j(line int, outcome text, detail text, name text, old_name text, roles jsonb, old_roles jsonb,
      disabled boolean, was_disabled boolean));
end $$;
--> statement-breakpoint
create function apply_import(p_rows jsonb, p_actor jsonb, p_act_id uuid)
returns void language plpgsql set enable_seqscan = off as $$
declare
  v_changed jsonb;
begin
  -- Ids are drawn before the rows are written: joining the written rows back would compare each with each.
  with fresh as (
    select nextval('users_id_seq') as id, j.*
    from (
      select * from jsonb_to_recordset(p_rows) as r(line int, outcome text, domain_id bigint, domain text, username text, name text,
        roles jsonb, disabled boolean)
      where r.outcome = 'new' order by r.line) j
  ), added as (
    insert into users (id, domain_id, username, name, disabled_at) overriding system value
    select f.id, f.domain_id, f.username, f.name, case when f.disabled then now() end from fresh f
  ), given as (
    insert into user_roles (user_id, role_id)
    select f.id, r.id from fresh f cross join lateral jsonb_array_elements_text(f.roles) n(name) join roles r on r.name = n.name
  )
  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, after)
  select 'add_user', p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', f.id,
    jsonb_build_object('user', f.name, 'username', f.username, 'domain', f.domain, 'roles', f.roles, 'disabled', f.disabled)
  from fresh f order by f.line;

  select coalesce(jsonb_agg(e), '[]') into v_changed from jsonb_array_elements(p_rows) e where e ->> 'outcome' = 'changed';
  update users u set name = j.name, disabled_at = case when j.disabled then coalesce(u.disabled_at, now()) end
  from jsonb_to_recordset(v_changed) as j(user_id bigint, name text, old_name text, disabled boolean, was_disabled boolean)
  where u.id = j.user_id and (j.name, j.disabled) is distinct from (j.old_name, j.was_disabled);
  delete from user_roles ur using jsonb_to_recordset(v_changed) as j(user_id bigint, roles jsonb, old_roles jsonb), roles r
  where ur.user_id = j.user_id and r.id = ur.role_id and j.roles <> j.old_roles and not j.roles ? r.name;
  insert into user_roles (user_id, role_id)
  select j.user_id, r.id from jsonb_to_recordset(v_changed) as j(user_id bigint, roles jsonb, old_roles jsonb)
  cross join lateral jsonb_array_elements_text(j.roles) n(name) join roles r on r.name = n.name
  where not j.old_roles ? n.name;
  perform release_users(array(
    select j.user_id from jsonb_to_recordset(v_changed) as j(user_id bigint, disabled boolean, was_disabled boolean)
    where j.disabled and not j.was_disabled), false, p_actor, p_act_id);

  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, before, after)
  select c.act, p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', j.user_id,
    jsonb_build_object('user', j.old_name) || c.before,
    jsonb_build_object('user', j.name, 'username', j.username, 'domain', j.domain) || c.after
  from jsonb_to_recordset(v_changed) as j(line int, user_id bigint, domain text, username text, name text, old_name text,
    roles jsonb, old_roles jsonb, disabled boolean, was_disabled boolean)
  cross join lateral (values
    (1, 'edit_user', j.name <> j.old_name, '{}'::jsonb, '{}'::jsonb),
    (2, 'set_user_roles', j.roles <> j.old_roles, jsonb_build_object('roles', j.old_roles), jsonb_build_object('roles', j.roles)),
    (3, case when j.disabled then 'disable_user' else 'enable_user' end, j.disabled <> j.was_disabled,
      jsonb_build_object('disabled', j.was_disabled), jsonb_build_object('disabled', j.disabled))) c(place, act, happened, before, after)
  where c.happened order by j.line, c.place;
end $$;
--> statement-breakpoint
-- As before, but linear in the number of users that one statement changes: joining the two transition tables, of whose
-- size the planner knows nothing, compares each with each.
create or replace function users_changed_words() returns trigger language plpgsql as $$
declare
  v_renamed bigint[];
begin
  select array_agg(r.id) into v_renamed from (
    select b.id from (select id, name, username from renamed_from union all select id, name, username from renamed_to) b
    group by b.id having min(b.name) <> max(b.name) or min(b.username) <> max(b.username)) r;
  if v_renamed is not null then
    delete from user_words w where w.user_id = any (v_renamed);
    insert into user_words (word, user_id)
    select unnest(words_of(u.name || ' ' || u.username)), u.id from users u where u.id = any (v_renamed);
  end if;
  return null;
end $$;
