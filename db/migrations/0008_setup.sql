-- The first run of an installation in one act: certificate, domain and administrator, or nothing at all.
-- p_certificate and p_changes as for apply_certificate, p_certificate null when that very certificate is installed already.
-- p_administrator: {"username", "name", "password_hash"}. Answers done; has_users when somebody is there already; stale when
-- the installed certificate is no longer p_expected, the one the plan was made from. A domain of that name is used as it is.
create function set_up(p_certificate jsonb, p_changes jsonb, p_expected uuid, p_domain text, p_administrator jsonb,
  p_actor jsonb, p_act_id uuid)
returns text language plpgsql as $$
declare
  v_added boolean;
  v_domain_id bigint;
  v_user_id bigint;
begin
  -- Whatever path adds a user waits here, so that of two first administrators there is one.
  lock table users in share row exclusive mode;
  if exists (select from users) then
    return 'has_users';
  end if;
  if p_certificate is not null and apply_certificate(p_certificate, p_changes, p_expected, p_actor, p_act_id) is not true then
    return 'stale';
  end if;

  insert into domains (name) values (p_domain) on conflict (name) do nothing;
  v_added := found;
  select id into strict v_domain_id from domains where name = p_domain;
  insert into users (domain_id, username, name, password_hash)
  values (v_domain_id, p_administrator ->> 'username', p_administrator ->> 'name', p_administrator ->> 'password_hash')
  returning id into v_user_id;
  -- Without that role the value is null and nothing of the act happens: an administrator without rights would lock all out.
  insert into user_roles (user_id, role_id) values (v_user_id, (select id from roles where name = 'sysadmin'));

  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, after)
  select 'add_domain', p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', jsonb_build_object('domain', p_domain)
  where v_added;
  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, after)
  values ('add_user', p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', v_user_id,
    jsonb_build_object('user', p_administrator ->> 'name', 'username', p_administrator ->> 'username', 'domain', p_domain,
      'roles', jsonb_build_array('sysadmin')));
  return 'done';
end $$;
