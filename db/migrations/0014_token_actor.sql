-- Who a token is, with the rights of all roles, in one indexed read. A session's token extends the session and its seats once
-- a minute; a lapsed session is not revived: it is not found, and its seats are void already. An access token takes no seat;
-- one for reading has of its person's permissions only those that change nothing.
-- A seat near its end is extended under its license's lock and by the clock of that moment, so that a sign-in which has just
-- counted it as free and the extension never both win. Ten seconds are more than any statement may last.
create function token_actor(p_token_hash bytea, p_idle interval) returns jsonb language plpgsql as $$
declare
  v_session sessions;
  v_token access_tokens;
  v_user_id bigint;
  v_moment timestamptz;
begin
  select * into v_session from sessions where token_hash = p_token_hash and idle_ends_at > now() and ends_at > now();
  if not found then
    select * into v_token from access_tokens where token_hash = p_token_hash and ends_at > now();
    if not found then
      return null;
    elsif v_token.last_used_at is null or v_token.last_used_at < now() - interval '1 minute' then
      update access_tokens set last_used_at = now() where id = v_token.id;
    end if;
  elsif v_session.seen_at < now() - interval '1 minute' then
    perform 1 from users where id = v_session.user_id for key share;
    perform 1 from licenses where id in (
      select license_id from seats where user_id = v_session.user_id and ends_at between now() and now() + interval '10 seconds')
      order by id for no key update;
    v_moment := clock_timestamp();
    update sessions set seen_at = now(), idle_ends_at = least(ends_at, now() + p_idle)
    where token_hash = p_token_hash and idle_ends_at > v_moment and ends_at > v_moment;
    if not found then
      return null;
    end if;
    perform 1 from seats where user_id = v_session.user_id order by license_id for no key update;
    update seats set ends_at = greatest(ends_at, least(v_session.ends_at, now() + p_idle))
    where user_id = v_session.user_id and ends_at > v_moment;
  end if;
  v_user_id := coalesce(v_session.user_id, v_token.user_id);
  return (
    select jsonb_build_object(
      'user_id', u.id::text, 'name', u.name, 'username', u.username,
      'domain_id', d.id::text, 'domain', d.name,
      'token', v_token.name, 'ends_at', coalesce(v_session.ends_at, v_token.ends_at),
      'permissions', case when v_token.scope = 'read' then
        coalesce((select jsonb_agg(p) from unnest('{read,all_domains}'::text[]) p where exists (
          select 1 from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = u.id and r.permissions && array['*', p])), '[]')
        else coalesce((select jsonb_agg(distinct p) from user_roles ur join roles r on r.id = ur.role_id, unnest(r.permissions) p where ur.user_id = u.id), '[]') end,
      'sections', coalesce((select jsonb_agg(distinct p) from user_roles ur join roles r on r.id = ur.role_id, unnest(r.sections) p where ur.user_id = u.id), '[]'),
      'in_force', exists (select 1 from licenses l where l.withdrawn_at is null and l.not_before <= now() and l.not_after > now()))
    from users u join domains d on d.id = u.domain_id
    where u.id = v_user_id and u.disabled_at is null);
end $$;
--> statement-breakpoint
drop function session_actor(bytea, interval);
