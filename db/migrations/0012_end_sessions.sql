-- Ends all live sessions of a user, on every node, and frees their seats in one act; each node asks this table at its next request.
-- The user's row is locked first: a sign-in under way has either opened its session before, and it ends too, or waits for the end.
-- Users outside p_visible_id (null: no bounds) look as if they did not exist; only those of p_own_id (null: all) may be signed out.
-- Answers {"outcome": "ended", "sessions", "seats"}, or outcome not_signed_in, not_found or other_domain, and nobody was signed out.
create function end_user_sessions(p_user_id bigint, p_visible_id bigint, p_own_id bigint, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_user record;
  v_sessions int;
  v_seats jsonb;
begin
  select u.id, u.name, u.username, u.domain_id, d.name as domain into v_user
  from users u join domains d on d.id = u.domain_id
  where u.id = p_user_id and (p_visible_id is null or u.domain_id = p_visible_id)
  for no key update of u;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif v_user.domain_id <> p_own_id then
    return jsonb_build_object('outcome', 'other_domain');
  end if;

  with ended as (delete from sessions where user_id = p_user_id returning idle_ends_at, ends_at)
  select count(*) filter (where idle_ends_at > now() and ends_at > now()) into v_sessions from ended;
  with freed as (delete from seats where user_id = p_user_id returning license_id, ends_at)
  select coalesce(jsonb_agg(l.product order by l.product, l.id), '[]') into v_seats
  from freed f join licenses l on l.id = f.license_id where f.ends_at > now();
  if v_sessions = 0 and v_seats = '[]' then
    return jsonb_build_object('outcome', 'not_signed_in');
  end if;

  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, before, after)
  select 'end_sessions', p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', v_user.id,
    about || jsonb_build_object('sessions', v_sessions, 'seats', v_seats),
    about || jsonb_build_object('sessions', 0, 'seats', jsonb_build_array())
  from jsonb_build_object('user', v_user.name, 'username', v_user.username, 'domain', v_user.domain) as about;
  return jsonb_build_object('outcome', 'ended', 'sessions', v_sessions, 'seats', jsonb_array_length(v_seats));
end $$;
