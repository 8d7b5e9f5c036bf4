-- A sign-in seats nobody in a license that it did not lock, and believes in no seat of its own that lapsed while it waited; a
-- sign-out waits for an extension of the user's other sessions. Otherwise a seat could be given twice, or lost.
CREATE OR REPLACE FUNCTION open_session(p_user_id bigint, p_password_hash text, p_token_hash bytea, p_kind text, p_idle interval, p_longest interval, p_act_id uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
AS $$
declare
  v_user record;
  v_administrator boolean;
  v_licenses jsonb;
  v_locked uuid[];
  v_moment timestamptz;
  v_missed boolean;
  v_refusal jsonb;
  v_end timestamptz := now() + least(p_idle, p_longest);
  -- Most hopeful first: the reason that a person is told is the one that may end soonest.
  c_hope constant text[] := '{seats_exhausted,license_not_started,license_expired,license_withdrawn}';
begin
  perform 1 from domains d
  where d.id = (select u.domain_id from users u where u.id = p_user_id) and d.disabled_at is null for key share;
  if not found then
    return jsonb_build_object('refused', 'unauthenticated');
  end if;
  select u.id, u.name, u.username, u.domain_id, d.name as domain into v_user
  from users u join domains d on d.id = u.domain_id
  where u.id = p_user_id and u.disabled_at is null and u.password_hash is not distinct from p_password_hash for share of u;
  if not found then
    return jsonb_build_object('refused', 'unauthenticated');
  end if;

  select coalesce(bool_or(r.permissions && '{*,read}'), false) and coalesce(bool_or(r.sections && '{*,admin}'), false)
  into v_administrator
  from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = p_user_id;

  -- A seat is taken only in a license that was locked before it was judged: one that was given to the user or moved meanwhile is
  -- locked, too, and all are judged again. Whether an own seat still lives is asked after the wait, since others ask it then.
  loop
    select coalesce(array_agg(l.id), '{}') into v_locked from (
      select l.id from licenses l
      where l.competitive and l.id in (select license_id from grants where user_id = p_user_id)
      order by l.id for no key update) l;
    v_moment := clock_timestamp();

    with held as (
      select l.id, l.product, l.competitive, l."limit", l.not_before, l.not_after, l.withdrawn_at,
        outside_term(l, now()) as closed,
        l.competitive and exists (
          select 1 from seats s where s.license_id = l.id and s.user_id = p_user_id and s.ends_at > v_moment) as seated,
        l.competitive and l."limit" <= l.seated - (
          select count(*) from seats s where s.license_id = l.id and s.user_id <> p_user_id and s.ends_at <= now()) - (
          select count(*) from seats s where s.license_id = l.id and s.user_id = p_user_id) as no_room
      from grants g join licenses l on l.id = g.license_id
      where g.user_id = p_user_id
    ), chosen as (
      select distinct on (product) id, product from held
      where closed is null and (seated or not no_room)
      order by product, competitive, seated desc, not_after, id
    )
    select coalesce(bool_or(h.competitive and h.closed is null and not h.id = any (v_locked)), false), coalesce(jsonb_agg(jsonb_build_object(
        'license_id', h.id, 'product', h.product, 'limit', h."limit",
        'date', case h.closed when 'license_not_started' then h.not_before when 'license_withdrawn' then h.withdrawn_at else h.not_after end,
        'ends', h.not_after,
        'takes_seat', h.competitive and h.id in (select id from chosen),
        'open', h.product in (select product from chosen),
        'reason', coalesce(h.closed, 'seats_exhausted'))
      order by h.product, array_position(c_hope, coalesce(h.closed, 'seats_exhausted')), h.not_after desc, h.id desc), '[]')
    into v_missed, v_licenses from held h;
    exit when not v_missed;
  end loop;

  if not exists (select 1 from licenses l where outside_term(l, now()) is null) then
    select jsonb_build_object('refused', 'license_expired', 'license_id', l.id, 'product', l.product, 'date', l.not_after) into v_refusal
    from licenses l where l.withdrawn_at is null order by l.not_after desc, l.id limit 1;
    v_refusal := coalesce(v_refusal, jsonb_build_object('refused', 'license_expired'));
  elsif not v_administrator and not jsonb_path_exists(v_licenses, '$[*] ? (@.open == true)') then
    -- To a person who signs in, a withdrawn license is one that ended.
    select jsonb_build_object('refused', replace(x ->> 'reason', 'license_withdrawn', 'license_expired'),
      'license_id', x ->> 'license_id', 'product', x ->> 'product', 'limit', x -> 'limit', 'date', x ->> 'date')
    into v_refusal from jsonb_array_elements(v_licenses) x
    order by array_position(c_hope, x ->> 'reason'), (x ->> 'ends')::timestamptz desc, x ->> 'license_id' desc limit 1;
    v_refusal := coalesce(v_refusal, jsonb_build_object('refused', 'no_license'));
  end if;

  if v_refusal is not null then
    insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, license_id, after)
    values ('sign_in_refused', p_act_id, 'user', v_user.id::text, v_user.username || '@' || v_user.domain, v_user.id,
      (v_refusal ->> 'license_id')::uuid, v_refusal - 'license_id');
    return v_refusal;
  end if;

  insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
  values (p_token_hash, p_user_id, p_kind, v_end, now() + p_longest);
  insert into seats (license_id, user_id, ends_at)
  select (x ->> 'license_id')::uuid, p_user_id, v_end from jsonb_array_elements(v_licenses) x where (x -> 'takes_seat')::boolean
  on conflict (license_id, user_id) do update set
    ends_at = greatest(seats.ends_at, excluded.ends_at),
    taken_at = case when seats.ends_at > v_moment then seats.taken_at else now() end;
  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, after)
  values ('sign_in', p_act_id, 'user', v_user.id::text, v_user.username || '@' || v_user.domain, v_user.id, jsonb_build_object('kind', p_kind));

  return jsonb_build_object(
    'session', jsonb_build_object('user_id', v_user.id::text, 'name', v_user.name, 'ends_at', now() + p_longest),
    'missing', coalesce((
      select jsonb_agg(m.x - '{ends,takes_seat,open}'::text[] order by m.nth)
      from (select distinct on (x ->> 'product') x, nth from jsonb_array_elements(v_licenses) with ordinality as e(x, nth)
        where not (x -> 'open')::boolean order by x ->> 'product', nth) m), '[]'));
end $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION close_session(p_token_hash bytea, p_act_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
AS $$
declare
  v_user_id bigint;
  v_end timestamptz;
  v_moment timestamptz;
begin
  -- A sign-in of the same user waits here and a session that it opens is seen below: its seat is not freed with ours.
  perform 1 from users where id = (select user_id from sessions where token_hash = p_token_hash) for no key update;
  delete from sessions where token_hash = p_token_hash returning user_id into v_user_id;
  if not found then
    return false;
  end if;
  -- An extension of another session that is under way is waited for: its end, and that of the seats, is read as it then is.
  perform 1 from sessions where user_id = v_user_id order by token_hash for no key update;
  v_moment := clock_timestamp();
  select max(least(idle_ends_at, ends_at)) into v_end
  from sessions where user_id = v_user_id and idle_ends_at > v_moment and ends_at > v_moment;
  if v_end is null then
    perform free_seats(array[v_user_id]);
  else
    update seats set ends_at = least(ends_at, v_end) where user_id = v_user_id and ends_at > v_moment;
  end if;
  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id)
  select 'sign_out', p_act_id, 'user', u.id::text, u.username || '@' || d.name, u.id
  from users u join domains d on d.id = u.domain_id where u.id = v_user_id;
  return true;
end $$;
