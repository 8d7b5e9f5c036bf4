ALTER TABLE "licenses" ADD COLUMN "seated" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
DROP INDEX "seats_by_license_and_end";--> statement-breakpoint
CREATE INDEX "seats_by_end" ON "seats" USING btree ("ends_at","license_id");--> statement-breakpoint
ALTER TABLE "licenses" ADD CONSTRAINT "licenses_seated_not_negative" CHECK ("licenses"."seated" >= 0);--> statement-breakpoint
-- Counters move often: a new version of a row finds room beside the old one, and no index is written.
alter table licenses set (fillfactor = 50);
--> statement-breakpoint
-- How many seats of a license are taken now: its rows, less those that lapsed and were not removed yet. So the cost of a
-- count is that of the lapsed ones, which a chore removes every few seconds, however many are signed in.
update licenses l set seated = s.taken from (select license_id, count(*)::int as taken from seats group by license_id) s where s.license_id = l.id;
--> statement-breakpoint
-- Licenses are locked before seats, in the order of their ids, by every path (see free_seats and open_session).
create function seats_moved() returns trigger language plpgsql as $$
begin
  update licenses l set seated = l.seated + m.step * (case tg_op when 'INSERT' then 1 else -1 end)
  from (select license_id, count(*)::int as step from moved group by license_id) m where l.id = m.license_id;
  return null;
end $$;
--> statement-breakpoint
create trigger seats_taken after insert on seats referencing new table as moved for each statement execute function seats_moved();
--> statement-breakpoint
create trigger seats_freed after delete on seats referencing old table as moved for each statement execute function seats_moved();
--> statement-breakpoint
create function seats_never_moved() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    raise exception 'a seat is taken or freed, never moved' using errcode = 'restrict_violation';
  end if;
  update licenses set seated = 0;
  return null;
end $$;
--> statement-breakpoint
create trigger seats_never_moved before update of license_id, user_id on seats for each statement execute function seats_never_moved();
--> statement-breakpoint
create trigger seats_truncated after truncate on seats for each statement execute function seats_never_moved();
--> statement-breakpoint
-- Removes all seats of users and answers them; who answers to a rule looks at ends_at, since lapsed ones are among them.
create function free_seats(p_user_ids bigint[]) returns setof seats language plpgsql as $$
begin
  perform 1 from licenses where id in (select license_id from seats where user_id = any (p_user_ids)) order by id for no key update;
  return query delete from seats s where s.user_id = any (p_user_ids) returning s.*;
end $$;
--> statement-breakpoint
-- The licenses that have lapsed seats, each with how many. A function, so that a statement reads them once for all licenses.
create function lapsed_seats() returns table (license_id uuid, seats int) language plpgsql stable rows 10 as $$
begin
  return query select s.license_id, count(*)::int from seats s where s.ends_at <= now() group by s.license_id;
end $$;
--> statement-breakpoint
-- Removes up to p_batch lapsed seats; licenses and seats that somebody else is at are left for the next turn.
create function free_lapsed_seats(p_batch int) returns int language plpgsql as $$
declare
  v_gone int;
begin
  with due as materialized (
    select l.id from licenses l where l.id in (select s.license_id from seats s where s.ends_at <= now())
    order by l.id for no key update of l skip locked
  ), lapsed as materialized (
    select s.license_id, s.user_id from seats s where s.ends_at <= now() and s.license_id in (select id from due)
    limit p_batch for update skip locked)
  delete from seats s using lapsed l where s.license_id = l.license_id and s.user_id = l.user_id;
  get diagnostics v_gone = row_count;
  return v_gone;
end $$;
--> statement-breakpoint
-- As before; seats are removed behind their licenses' locks.
create or replace function close_session(p_token_hash bytea, p_act_id uuid) returns boolean language plpgsql as $$
declare
  v_user_id bigint;
  v_end timestamptz;
begin
  -- A sign-in of the same user waits here and a session that it opens is seen below: its seat is not freed with ours.
  perform 1 from users where id = (select user_id from sessions where token_hash = p_token_hash) for no key update;
  delete from sessions where token_hash = p_token_hash returning user_id into v_user_id;
  if not found then
    return false;
  end if;
  select max(least(idle_ends_at, ends_at)) into v_end from sessions where user_id = v_user_id and idle_ends_at > now() and ends_at > now();
  if v_end is null then
    perform free_seats(array[v_user_id]);
  else
    update seats set ends_at = v_end where user_id = v_user_id and ends_at > now();
  end if;
  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id)
  select 'sign_out', p_act_id, 'user', u.id::text, u.username || '@' || d.name, u.id
  from users u join domains d on d.id = u.domain_id where u.id = v_user_id;
  return true;
end $$;
--> statement-breakpoint
create or replace function set_password(p_username text, p_domain text, p_password_hash text, p_domain_id bigint, p_rights jsonb, p_actor jsonb, p_act_id uuid)
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
  perform free_seats(array[v_user.user_id]);
  perform note_user('set_password', v_user.user_id, null,
    jsonb_build_object('user', v_user.user_name, 'username', p_username, 'domain', p_domain, 'ended_sessions', v_ended), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'changed', 'sessions', v_ended);
end $$;
--> statement-breakpoint
create or replace function end_user_sessions(p_user_id bigint, p_visible_id bigint, p_own_id bigint, p_actor jsonb, p_act_id uuid)
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
  select coalesce(jsonb_agg(l.product order by l.product, l.id), '[]') into v_seats
  from free_seats(array[p_user_id]) f join licenses l on l.id = f.license_id where f.ends_at > now();
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
--> statement-breakpoint
create or replace function release_users(p_user_ids bigint[], p_every boolean, p_actor jsonb, p_act_id uuid,
  out ended_sessions int, out freed_seats int, out revoked_grants int)
language plpgsql as $$
begin
  with gone as (delete from sessions s where s.user_id = any (p_user_ids) returning s.idle_ends_at, s.ends_at)
  select count(*) into ended_sessions from gone where idle_ends_at > now() and ends_at > now();

  with noted as (
    insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, license_id, before, after)
    select 'free_seat', p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', g.user_id, g.license_id,
      jsonb_build_object('seated', true, 'user', u.name, 'product', l.product),
      jsonb_build_object('seated', false, 'user', u.name, 'product', l.product)
    from free_seats(p_user_ids) g join users u on u.id = g.user_id join licenses l on l.id = g.license_id
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
-- As before; room is the license's counter, less what has lapsed and what the user holds already.
create or replace function open_session(p_user_id bigint, p_password_hash text, p_token_hash bytea, p_kind text, p_idle interval, p_longest interval, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_user record;
  v_administrator boolean;
  v_licenses jsonb;
  v_refusal jsonb;
  v_end timestamptz := now() + least(p_idle, p_longest);
  -- Most hopeful first: the reason that a person is told is the one that may end soonest.
  c_hope constant text[] := '{seats_exhausted,license_not_started,license_expired,license_withdrawn}';
begin
  select u.id, u.name, u.username, u.domain_id, d.name as domain into v_user
  from users u join domains d on d.id = u.domain_id
  where u.id = p_user_id and u.disabled_at is null and u.password_hash is not distinct from p_password_hash for share of u;
  if not found then
    return jsonb_build_object('refused', 'unauthenticated');
  end if;

  select coalesce(bool_or(r.permissions && '{*,read}'), false) and coalesce(bool_or(r.sections && '{*,admin}'), false)
  into v_administrator
  from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = p_user_id;

  perform 1 from licenses l
  where l.competitive and outside_term(l, now()) is null
    and l.id in (select license_id from grants where user_id = p_user_id)
  order by l.id for no key update;

  with held as (
    select l.id, l.product, l.competitive, l."limit", l.not_before, l.not_after, l.withdrawn_at,
      outside_term(l, now()) as closed,
      l.competitive and exists (
        select 1 from seats s where s.license_id = l.id and s.user_id = p_user_id and s.ends_at > now()) as seated,
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
  select coalesce(jsonb_agg(jsonb_build_object(
      'license_id', h.id, 'product', h.product, 'limit', h."limit",
      'date', case h.closed when 'license_not_started' then h.not_before when 'license_withdrawn' then h.withdrawn_at else h.not_after end,
      'ends', h.not_after,
      'takes_seat', h.competitive and h.id in (select id from chosen),
      'open', h.product in (select product from chosen),
      'reason', coalesce(h.closed, 'seats_exhausted'))
    order by h.product, array_position(c_hope, coalesce(h.closed, 'seats_exhausted')), h.not_after desc, h.id desc), '[]')
  into v_licenses from held h;

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
    taken_at = case when seats.ends_at > now() then seats.taken_at else now() end;
  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, after)
  values ('sign_in', p_act_id, 'user', v_user.id::text, v_user.username || '@' || v_user.domain, v_user.id, jsonb_build_object('kind', p_kind));

  return jsonb_build_object(
    'session', jsonb_build_object('user_id', v_user.id::text, 'name', v_user.name, 'ends_at', now() + p_longest),
    'missing', coalesce((
      select jsonb_agg(m.x - '{ends,takes_seat,open}'::text[] order by m.nth)
      from (select distinct on (x ->> 'product') x, nth from jsonb_array_elements(v_licenses) with ordinality as e(x, nth)
        where not (x -> 'open')::boolean order by x ->> 'product', nth) m), '[]'));
end $$;
