-- A person's own new password: this session goes on, their others end. Seats of the user last as long as it does.
create function change_own_password(p_token_hash bytea, p_old_hash text, p_password_hash text, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_user record;
  v_moment timestamptz;
  v_end timestamptz;
  v_ended int;
begin
  -- A sign-in of the same user waits here, and then finds that its password is not the one any more.
  select u.id, u.name, u.username, d.name as domain into v_user
  from users u join domains d on d.id = u.domain_id
  where u.id = (select user_id from sessions where token_hash = p_token_hash) for no key update of u;
  -- Extensions that are under way are waited for: ends are read as they then are.
  perform 1 from sessions where user_id = v_user.id order by token_hash for no key update;
  v_moment := clock_timestamp();
  select least(idle_ends_at, ends_at) into v_end
  from sessions where token_hash = p_token_hash and idle_ends_at > v_moment and ends_at > v_moment;
  if v_end is null then
    return jsonb_build_object('outcome', 'ended');
  end if;
  update users set password_hash = p_password_hash where id = v_user.id and password_hash = p_old_hash;
  if not found then
    return jsonb_build_object('outcome', 'other_password');
  end if;
  with gone as (delete from sessions where user_id = v_user.id and token_hash <> p_token_hash returning idle_ends_at, ends_at)
  select count(*) into v_ended from gone where idle_ends_at > v_moment and ends_at > v_moment;
  update seats set ends_at = least(ends_at, v_end) where user_id = v_user.id and ends_at > v_moment;
  perform note_user('set_password', v_user.id, null,
    jsonb_build_object('user', v_user.name, 'username', v_user.username, 'domain', v_user.domain, 'ended_sessions', v_ended), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'changed', 'sessions', v_ended);
end $$;
--> statement-breakpoint
-- One grant more or less of a user whose version is one of p_tags (a list); of another one nothing changes. Answers as change_grants,
-- or the outcome stale.
create function change_grant_if(p_user_id bigint, p_tags jsonb, p_change jsonb, p_domain_id bigint, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_user users;
begin
  -- Every grant that comes or goes locks its user: nobody else's comes between the version and the change.
  select * into v_user from users where id = p_user_id and (p_domain_id is null or domain_id = p_domain_id) for update;
  if found and not p_tags ? user_tag(v_user) then
    return jsonb_build_array(p_change || jsonb_build_object('outcome', 'stale'));
  end if;
  return change_grants(jsonb_build_array(p_change), p_domain_id, false, p_actor, p_act_id);
end $$;
