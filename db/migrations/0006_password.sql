-- A new password for username@domain: whoever signed in with the old one is out, and their seats are free, in the same act.
-- The user's row is locked first, so that a sign-in under way has either opened its session before, or waits for the end.
-- Users outside p_domain_id (null: no bounds) look as if they did not exist. Answers how many sessions ended, null without such a user.
create function set_password(p_username text, p_domain text, p_domain_id bigint, p_password_hash text, p_actor jsonb, p_act_id uuid)
returns int language plpgsql as $$
declare
  v_user record;
  v_ended int;
begin
  select u.id, u.name into v_user
  from users u join domains d on d.id = u.domain_id
  where d.name = p_domain and u.username = p_username and (p_domain_id is null or u.domain_id = p_domain_id)
  for no key update of u;
  if not found then
    return null;
  end if;

  update users set password_hash = p_password_hash where id = v_user.id;
  delete from sessions where user_id = v_user.id;
  get diagnostics v_ended = row_count;
  delete from seats where user_id = v_user.id;
  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, after)
  values ('set_password', p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', v_user.id,
    jsonb_build_object('user', v_user.name, 'username', p_username, 'domain', p_domain, 'ended_sessions', v_ended));
  return v_ended;
end $$;
