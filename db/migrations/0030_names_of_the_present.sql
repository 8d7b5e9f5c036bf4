-- The last entry by which a domain gave this name up, deleted or renamed; 0: none did. What names the domain up to it is
-- about another one. A domain takes a name when no other has it, so that entries of its own come later.
create index audit_entries_of_ended_domains on audit_entries ((before ->> 'domain'), id) where act in ('delete_domain', 'rename_domain');
--> statement-breakpoint
create function last_given_up(p_domain text) returns bigint
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return coalesce((select max(id) from audit_entries
    where act in ('delete_domain', 'rename_domain') and before ->> 'domain' = p_domain), 0);
end $$;
--> statement-breakpoint
create or replace function gone_people() returns setof bigint
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_domain text := (select d.name from domains d where d.id = walled_domain());
  v_since bigint := last_given_up(v_domain);
begin
  return query select e.user_id from audit_entries e
    where e.act = 'delete_user' and e.before ->> 'domain' = v_domain and e.id > v_since;
end $$;
--> statement-breakpoint
-- As before, and no word about another domain that once had the name; who acted is known by id, not by name.
alter policy own_domain on audit_entries using (case
  when user_id is not null then exists (select 1 from users u where u.id = user_id) or user_id in (select gone_people())
  when coalesce(after ->> 'domain', before ->> 'domain') is not null then
    coalesce(after ->> 'domain', before ->> 'domain') = (select d.name from domains d where d.id = walled_domain())
      and id > (select last_given_up(d.name) from domains d where d.id = walled_domain())
  when license_id is not null or act = 'import_certificate' then true
  when actor_kind = 'user' then exists (select 1 from users u where u.id = actor_id::bigint) or actor_id::bigint in (select gone_people())
  else false end);
--> statement-breakpoint
-- Until when use that long ago keeps a session alive: never less than it has, never more than use right now would give.
create function used_until(s sessions, p_age interval, p_idle interval) returns timestamptz language plpgsql stable as $$
begin
  return least(s.ends_at, now() + p_idle, greatest(s.idle_ends_at, now() - p_age + p_idle));
end $$;
--> statement-breakpoint
drop function extend_session(bytea, interval);
--> statement-breakpoint
-- As before, counted from the use, which was p_age ago.
create function extend_session(p_token_hash bytea, p_idle interval, p_age interval default '0') returns boolean language plpgsql as $$
declare
  v_user_id bigint;
  v_end timestamptz;
  v_moment timestamptz;
begin
  select user_id into v_user_id from sessions where token_hash = p_token_hash and idle_ends_at > now() and ends_at > now();
  if not found then
    return false;
  end if;
  perform 1 from users where id = v_user_id for key share;
  perform 1 from licenses where id in (
    select license_id from seats where user_id = v_user_id and ends_at between now() and now() + interval '10 seconds')
    order by id for no key update;
  v_moment := clock_timestamp();
  update sessions s set seen_at = greatest(now() - p_age, case when s.seen_at <= now() then s.seen_at end), idle_ends_at = used_until(s, p_age, p_idle)
  where token_hash = p_token_hash and idle_ends_at > v_moment and ends_at > v_moment
  returning idle_ends_at into v_end;
  if not found then
    return false;
  end if;
  perform 1 from seats where user_id = v_user_id order by license_id for no key update;
  update seats set ends_at = greatest(ends_at, v_end) where user_id = v_user_id and ends_at > v_moment;
  return true;
end $$;
--> statement-breakpoint
-- As before, each counted from its use: p_ages has how long ago that was.
create function extend_sessions(p_token_hashes bytea[], p_ages interval[], p_idle interval) returns setof bytea language plpgsql rows 1 as $$
begin
  return query
  with held as materialized (
    select s.token_hash, s.user_id, used_until(s, n.age, p_idle) as until,
      greatest(now() - n.age, case when s.seen_at <= now() then s.seen_at end) as seen_at
    from unnest(p_token_hashes, p_ages) n(token_hash, age) join sessions s on s.token_hash = n.token_hash
    where s.idle_ends_at > now() + interval '10 seconds' and s.ends_at > now()
    for no key update of s skip locked
  ), seated as materialized (
    select t.license_id, t.user_id from seats t
    where t.user_id in (select h.user_id from held h) and t.ends_at > now() + interval '10 seconds'
    for no key update skip locked
  ), ready as materialized (
    select h.token_hash, h.user_id, h.until, h.seen_at from held h
    left join (select t.user_id, count(*) as seats from seated t group by t.user_id) l on l.user_id = h.user_id
    cross join lateral (select count(*) as seats from seats t where t.user_id = h.user_id and t.ends_at > now()) a
    where coalesce(l.seats, 0) = a.seats
  ), extended as (
    update sessions s set seen_at = r.seen_at, idle_ends_at = r.until from ready r where s.token_hash = r.token_hash
  ), prolonged as (
    update seats t set ends_at = greatest(t.ends_at, r.until)
    from seated l join (select user_id, max(until) as until from ready group by user_id) r on r.user_id = l.user_id
    where t.license_id = l.license_id and t.user_id = l.user_id
  )
  select s.token_hash from sessions s
  where s.token_hash = any (p_token_hashes) and s.idle_ends_at > now() and s.ends_at > now()
    and not exists (select 1 from ready r where r.token_hash = s.token_hash);
end $$;
--> statement-breakpoint
-- For nodes that still run the version before: all are used right now.
create or replace function extend_sessions(p_token_hashes bytea[], p_idle interval) returns setof bytea language plpgsql rows 1 as $$
begin
  return query select extend_sessions(p_token_hashes, array_fill(interval '0', array[cardinality(p_token_hashes)]), p_idle);
end $$;
--> statement-breakpoint
-- As before; what was written after the clock was set back and before that was noticed is by the clock as it is: a session that
-- was opened keeps its ends, one that was used its idle end, and their users' seats last as long as they. Such rows are
-- newer than the row of the clock and have been seen at no later time than now; nobody writes sessions meanwhile. Counted
-- failures are over when they would have been.
create or replace function watch_clock() returns jsonb language plpgsql as $$
declare
  v_mark clock_marks;
  v_marked xid;
  v_back interval;
  v_fresh bytea[];
  v_people bigint[];
begin
  perform set_config('synchronous_commit', 'off', true);
  select * into v_mark from clock_marks;
  if not found then
    insert into clock_marks (newest, seen_at) values (now(), now()) on conflict do nothing;
    return jsonb_build_object('turned_from', null, 'behind', false);
  end if;
  v_marked := (select xmin from clock_marks);
  v_back := v_mark.seen_at - now();
  if v_back > interval '5 minutes' or v_back < interval '-30 seconds'
    or exists (select 1 from licenses where not_after > v_mark.newest and not_after <= now())
    or exists (select 1 from access_tokens where ends_at > v_mark.newest and ends_at <= now())
  then
    update clock_marks set newest = greatest(newest, now()), seen_at = now() where seen_at = v_mark.seen_at;
    if found and v_back > interval '5 minutes' then
      perform 1 from licenses order by id for no key update;
      lock table sessions in share row exclusive mode;
      perform 1 from seats order by user_id, license_id for update;
      select coalesce(array_agg(token_hash), '{}'), coalesce(array_agg(distinct user_id), '{}') into v_fresh, v_people
      from sessions where age(xmin) < age(v_marked) and seen_at <= clock_timestamp();
      delete from sessions where least(idle_ends_at, ends_at) <= v_mark.seen_at and token_hash <> all (v_fresh);
      delete from seats where ends_at <= v_mark.seen_at and (age(xmin) >= age(v_marked) or user_id <> all (v_people));
      update sessions set ends_at = ends_at - v_back, idle_ends_at = least(idle_ends_at, ends_at - v_back)
      where token_hash = any (v_fresh) and created_at not between clock_timestamp() - interval '1 minute' and clock_timestamp();
      update sessions set seen_at = seen_at - v_back, idle_ends_at = idle_ends_at - v_back, ends_at = ends_at - v_back
      where token_hash <> all (v_fresh);
      update seats t set ends_at = coalesce(case when t.user_id = any (v_people) then (
        select max(s.idle_ends_at) from sessions s where s.user_id = t.user_id) end, t.ends_at - v_back);
      update attempts set ends_at = ends_at - v_back;
      insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, before, after)
      values ('clock_turned_back', gen_random_uuid(), 'system', null, 'Seatwise',
        jsonb_build_object('clock', v_mark.seen_at), jsonb_build_object('clock', now()));
      return jsonb_build_object('turned_from', v_mark.seen_at, 'behind', true);
    end if;
  end if;
  return jsonb_build_object('turned_from', null, 'behind', v_mark.newest > now() + interval '5 minutes');
end $$;
--> statement-breakpoint
-- Where nothing is in force, a sign-in is told which license ended last: one that has not begun yet has not ended. And a
-- sign-in writes its seats in the order in which others lock them.
do $$
declare
  v_was text := pg_get_functiondef('open_session(bigint, text, bytea, text, interval, interval, uuid)'::regprocedure);
  v_part record;
begin
  for v_part in select * from (values
    ('where l.withdrawn_at is null order by l.not_after desc',
      'where l.withdrawn_at is null and l.not_after <= entitled_now() order by l.not_after desc'),
    ('where (x -> ''takes_seat'')::boolean', 'where (x -> ''takes_seat'')::boolean order by (x ->> ''license_id'')::uuid')) as p(was, becomes)
  loop
    if position(v_part.was in v_was) = 0 then
      raise exception 'open_session has no "%"', v_part.was;
    end if;
    v_was := replace(v_was, v_part.was, v_part.becomes);
  end loop;
  execute v_was;
end $$;
