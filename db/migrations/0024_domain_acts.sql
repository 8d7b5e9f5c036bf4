ALTER TABLE "domains" ADD COLUMN "disabled_at" timestamp with time zone;--> statement-breakpoint
-- Nobody of a disabled domain signs in, and no token of theirs is accepted. A sign-in holds its domain's key, so that one under way
-- has opened its session before the domain is disabled, or finds it so. Domains are locked before users everywhere.
-- One expression in each function changes, the rest stays as the migrations before have it. Stops when such an expression is not there.
do $$
declare
  v_part record;
  v_was text;
begin
  for v_part in select * from (values
    ('open_session', '  select u.id, u.name, u.username, u.domain_id, d.name as domain into v_user',
      '  perform 1 from domains d
  where d.id = (select u.domain_id from users u where u.id = p_user_id) and d.disabled_at is null for key share;
  if not found then
    return jsonb_build_object(''refused'', ''unauthenticated'');
  end if;
  select u.id, u.name, u.username, u.domain_id, d.name as domain into v_user'),
    ('token_actor', 'where u.id = v_user_id and u.disabled_at is null', 'where u.id = v_user_id and u.disabled_at is null and d.disabled_at is null'),
    ('delete_user', '  delete from users where id = v_user.user_id;',
      '  perform revoke_tokens(v_user.user_id, jsonb_build_object(''user'', v_user.user_name, ''username'', p_username, ''domain'', p_domain), p_actor, p_act_id);
  delete from users where id = v_user.user_id;')) as p(name, was, becomes)
  loop
    select pg_get_functiondef(f.oid) into strict v_was
    from pg_proc f where f.proname = v_part.name and f.pronamespace = current_schema()::regnamespace;
    if position(v_part.was in v_was) = 0 then
      raise exception 'function % has no "%"', v_part.name, v_part.was;
    end if;
    execute replace(v_was, v_part.was, v_part.becomes);
  end loop;
end $$;
--> statement-breakpoint
-- Deletes all access tokens of a locked user, ended or not, each with its own audit entry.
create function revoke_tokens(p_user_id bigint, p_about jsonb, p_actor jsonb, p_act_id uuid) returns void language plpgsql as $$
begin
  with gone as (delete from access_tokens where user_id = p_user_id returning id, name, scope, ends_at)
  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, before)
  select 'revoke_token', p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', p_user_id,
    p_about || jsonb_build_object('token', g.name, 'token_scope', g.scope, 'token_ends', g.ends_at)
  from gone g order by g.id;
end $$;
--> statement-breakpoint
create function note_domain(p_act text, p_before jsonb, p_after jsonb, p_actor jsonb, p_act_id uuid) returns void language plpgsql as $$
begin
  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, before, after)
  values (p_act, p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', p_before, p_after);
end $$;
--> statement-breakpoint
-- Locks a domain before its users: nobody signs in to it or is added meanwhile.
-- refused: not_found; self for the domain of whoever acts (p_own_id); access_denied when one of its people has more rights than p_rights.
create function lock_domain(p_domain text, p_own_id bigint, p_rights jsonb, out domain_id bigint, out is_disabled boolean, out refused text)
language plpgsql as $$
begin
  select d.id, d.disabled_at is not null into domain_id, is_disabled from domains d where d.name = p_domain for update;
  refused := case
    when not found then 'not_found'
    when domain_id = p_own_id then 'self'
    when exists (
      select 1 from roles r
      where not rights_within(r.permissions, r.sections, p_rights)
        and exists (select 1 from user_roles ur join users u on u.id = ur.user_id where ur.role_id = r.id and u.domain_id = lock_domain.domain_id)
    ) then 'access_denied'
  end;
end $$;
--> statement-breakpoint
-- Disables a domain with all that its people have, as disable_user does, and its channels; the people themselves stay as they are.
-- Answers {"outcome": "disabled", "sessions", "seats", "grants", "channels"}: what ended with it; or kept, not_found, access_denied, self.
create function disable_domain(p_domain text, p_own_id bigint, p_rights jsonb, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_domain record;
  v_released record;
  v_channels int;
begin
  select * into v_domain from lock_domain(p_domain, p_own_id, p_rights);
  if v_domain.refused is not null then
    return jsonb_build_object('outcome', v_domain.refused);
  elsif v_domain.is_disabled then
    return jsonb_build_object('outcome', 'kept');
  end if;
  update domains set disabled_at = now() where id = v_domain.domain_id;
  perform 1 from users where users.domain_id = v_domain.domain_id order by id for update;
  select * into v_released from release_users(
    array(select u.id from users u where u.domain_id = v_domain.domain_id), false, p_actor, p_act_id);
  perform 1 from channels c where c.domain_id = v_domain.domain_id order by c.id for update;
  perform disable_channel(c.id, null, p_actor, p_act_id)
  from channels c where c.domain_id = v_domain.domain_id and c.enabled_at is not null;
  get diagnostics v_channels = row_count;
  perform note_domain('disable_domain', jsonb_build_object('domain', p_domain, 'disabled', false),
    jsonb_build_object('domain', p_domain, 'disabled', true, 'ended_sessions', v_released.ended_sessions), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'disabled', 'sessions', v_released.ended_sessions,
    'seats', v_released.freed_seats, 'grants', v_released.revoked_grants, 'channels', v_channels);
end $$;
--> statement-breakpoint
-- Lets the people of a domain sign in again; what was taken back stays so. Answers {"outcome"}: enabled, kept, not_found or access_denied.
create function enable_domain(p_domain text, p_own_id bigint, p_rights jsonb, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_domain record;
begin
  select * into v_domain from lock_domain(p_domain, null, p_rights);
  if v_domain.refused is not null then
    return jsonb_build_object('outcome', v_domain.refused);
  elsif not v_domain.is_disabled then
    return jsonb_build_object('outcome', 'kept');
  end if;
  update domains set disabled_at = null where id = v_domain.domain_id;
  perform note_domain('enable_domain', jsonb_build_object('domain', p_domain, 'disabled', true),
    jsonb_build_object('domain', p_domain, 'disabled', false), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'enabled');
end $$;
--> statement-breakpoint
-- Another name for a domain that has no users and no channels. Answers {"outcome"}: renamed, kept, not_found, taken, or "not_empty"
-- with {"users", "channels"}.
create function rename_domain(p_domain text, p_name text, p_actor jsonb, p_act_id uuid) returns jsonb language plpgsql as $$
declare
  v_id bigint;
  v_users int;
  v_channels int;
begin
  select id into v_id from domains where name = p_domain for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif p_name = p_domain then
    return jsonb_build_object('outcome', 'kept');
  end if;
  select count(*) into v_users from users where domain_id = v_id;
  select count(*) into v_channels from channels where domain_id = v_id;
  if v_users + v_channels > 0 then
    return jsonb_build_object('outcome', 'not_empty', 'users', v_users, 'channels', v_channels);
  end if;
  begin
    update domains set name = p_name where id = v_id;
  exception when unique_violation then
    return jsonb_build_object('outcome', 'taken');
  end;
  perform note_domain('rename_domain', jsonb_build_object('domain', p_domain), jsonb_build_object('domain', p_name), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'renamed');
end $$;
