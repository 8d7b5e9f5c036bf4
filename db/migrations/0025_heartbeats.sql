-- Activity of many sessions is written by one statement. token_actor reads, and says whether a session's end is due to be
-- moved: when nothing was written of it for a minute, or for a twentieth of a short idle time. Only what has less than ten
-- seconds left is extended there and then. Ten seconds are more than the collecting and any statement last.
-- Extends one session and its seats, or answers false: it has ended, and nothing revives it. A seat near its end is extended
-- under its license's lock and by the clock of that moment, so that a sign-in which has just counted it as free and the
-- extension never both win.
create function extend_session(p_token_hash bytea, p_idle interval) returns boolean language plpgsql as $$
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
  update sessions set seen_at = now(), idle_ends_at = least(ends_at, now() + p_idle)
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
-- Extends many sessions and their seats, waiting for nobody. Answers those that live and were left, because somebody else is
-- at them or they end within ten seconds: they are for extend_session. A session is extended with all its user's seats or not.
create function extend_sessions(p_token_hashes bytea[], p_idle interval) returns setof bytea language plpgsql rows 1 as $$
begin
  return query
  with held as materialized (
    select s.token_hash, s.user_id, least(s.ends_at, now() + p_idle) as until from sessions s
    where s.token_hash = any (p_token_hashes) and s.idle_ends_at > now() + interval '10 seconds' and s.ends_at > now()
    for no key update skip locked
  ), seated as materialized (
    select t.license_id, t.user_id from seats t
    where t.user_id in (select h.user_id from held h) and t.ends_at > now() + interval '10 seconds'
    for no key update skip locked
  ), ready as materialized (
    select h.token_hash, h.user_id, h.until from held h
    left join (select t.user_id, count(*) as seats from seated t group by t.user_id) l on l.user_id = h.user_id
    cross join lateral (select count(*) as seats from seats t where t.user_id = h.user_id and t.ends_at > now()) a
    where coalesce(l.seats, 0) = a.seats
  ), extended as (
    update sessions s set seen_at = now(), idle_ends_at = r.until from ready r where s.token_hash = r.token_hash
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
-- As before, but that the end of a session moves elsewhere: `due` tells that it should.
create or replace function token_actor(p_token_hash bytea, p_idle interval) returns jsonb language plpgsql as $$
declare
  v_session sessions;
  v_token access_tokens;
  v_user_id bigint;
  v_is_due boolean := false;
begin
  select * into v_session from sessions where token_hash = p_token_hash and idle_ends_at > now() and ends_at > now();
  if not found then
    select * into v_token from access_tokens where token_hash = p_token_hash and ends_at > entitled_now();
    if not found then
      return null;
    elsif v_token.last_used_at is null or v_token.last_used_at < now() - interval '1 minute' then
      update access_tokens set last_used_at = now() where id = v_token.id;
    end if;
  elsif v_session.seen_at < now() - least(interval '1 minute', p_idle / 20) then
    if v_session.idle_ends_at > now() + interval '10 seconds' and not exists (
      select 1 from seats where user_id = v_session.user_id and ends_at between now() and now() + interval '10 seconds')
    then
      v_is_due := true;
    elsif not extend_session(p_token_hash, p_idle) then
      return null;
    end if;
  end if;
  v_user_id := coalesce(v_session.user_id, v_token.user_id);
  return (
    select jsonb_build_object(
      'user_id', u.id::text, 'name', u.name, 'username', u.username,
      'domain_id', d.id::text, 'domain', d.name,
      'token', v_token.name, 'ends_at', coalesce(v_session.ends_at, v_token.ends_at), 'due', v_is_due,
      'permissions', case when v_token.scope = 'read' then
        coalesce((select jsonb_agg(p) from unnest('{read,all_domains}'::text[]) p where exists (
          select 1 from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = u.id and r.permissions && array['*', p])), '[]')
        else coalesce((select jsonb_agg(distinct p) from user_roles ur join roles r on r.id = ur.role_id, unnest(r.permissions) p where ur.user_id = u.id), '[]') end,
      'sections', coalesce((select jsonb_agg(distinct p) from user_roles ur join roles r on r.id = ur.role_id, unnest(r.sections) p where ur.user_id = u.id), '[]'),
      'in_force', exists (select 1 from licenses l where l.withdrawn_at is null
        and l.not_before <= greatest(now(), (select newest from clock_marks)) and l.not_after > greatest(now(), (select newest from clock_marks))))
    from users u join domains d on d.id = u.domain_id
    where u.id = v_user_id and u.disabled_at is null and d.disabled_at is null);
end $$;
