CREATE TABLE "clock_marks" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"newest" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
-- The moment by which terms are judged: the database's clock, or the newest time it has shown when it was set back behind
-- that. So nothing that has ended begins again.
create function entitled_now() returns timestamptz language plpgsql stable parallel safe as $$
begin
  return greatest(now(), (select newest from clock_marks));
end $$;
--> statement-breakpoint
-- As before, judged by the later of p_now and the newest time that the database has shown: every act that asks, asks here.
create or replace function outside_term(l licenses, p_now timestamptz) returns text language plpgsql stable as $$
declare
  v_now timestamptz := greatest(p_now, (select newest from clock_marks));
begin
  return case
    when l.withdrawn_at is not null then 'license_withdrawn'
    when l.not_after <= v_now then 'license_expired'
    when l.not_before > v_now then 'license_not_started'
  end;
end $$;
--> statement-breakpoint
-- The functions that judge a term or the end of an access token without outside_term: one expression in each changes, the
-- rest stays as the migrations before have it. Stops when such an expression is not there.
do $$
declare
  v_part record;
  v_was text;
begin
  for v_part in select * from (values
    ('token_actor', 'l.not_before <= now() and l.not_after > now()',
      'l.not_before <= greatest(now(), (select newest from clock_marks)) and l.not_after > greatest(now(), (select newest from clock_marks))'),
    ('token_actor', 'access_tokens where token_hash = p_token_hash and ends_at > now()',
      'access_tokens where token_hash = p_token_hash and ends_at > entitled_now()'),
    ('add_token', 'timestamptz := now()', 'timestamptz := entitled_now()'),
    ('add_token', 'and ends_at > now()', 'and ends_at > entitled_now()')) as p(name, was, becomes)
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
-- Remembers the time, again and again: at least every half minute, and at once when a term or an access token has just ended.
-- A clock that was set back by more than five minutes is noted in the audit list, once. Sessions and seats that lived then
-- live on for as long as they would have; those that had lapsed do not come back.
-- What is lost in a crash is a moment, so nobody waits for the disk. Answers {"turned_from": null or when it was set back
-- from, "behind": whether the clock stands more than five minutes behind the newest time}.
create function watch_clock() returns jsonb language plpgsql as $$
declare
  v_mark clock_marks;
  v_back interval;
begin
  perform set_config('synchronous_commit', 'off', true);
  select * into v_mark from clock_marks;
  if not found then
    insert into clock_marks (newest, seen_at) values (now(), now()) on conflict do nothing;
    return jsonb_build_object('turned_from', null, 'behind', false);
  end if;
  v_back := v_mark.seen_at - now();
  if v_back > interval '5 minutes' or v_back < interval '-30 seconds'
    or exists (select 1 from licenses where not_after > v_mark.newest and not_after <= now())
    or exists (select 1 from access_tokens where ends_at > v_mark.newest and ends_at <= now())
  then
    update clock_marks set newest = greatest(newest, now()), seen_at = now() where seen_at = v_mark.seen_at;
    if found and v_back > interval '5 minutes' then
      perform 1 from licenses order by id for no key update;
      perform 1 from seats order by user_id, license_id for update;
      delete from sessions where least(idle_ends_at, ends_at) <= v_mark.seen_at;
      delete from seats where ends_at <= v_mark.seen_at;
      update sessions set seen_at = seen_at - v_back, idle_ends_at = idle_ends_at - v_back, ends_at = ends_at - v_back;
      update seats set ends_at = ends_at - v_back;
      insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, before, after)
      values ('clock_turned_back', gen_random_uuid(), 'system', null, 'Seatwise',
        jsonb_build_object('clock', v_mark.seen_at), jsonb_build_object('clock', now()));
      return jsonb_build_object('turned_from', v_mark.seen_at, 'behind', true);
    end if;
  end if;
  return jsonb_build_object('turned_from', null, 'behind', v_mark.newest > now() + interval '5 minutes');
end $$;
--> statement-breakpoint
-- A newer certificate heals a clock that stands behind. One that was issued by now says that the clock is right and the newest
-- time was not: it is forgotten. One that was issued later than now says that the clock is wrong: terms are judged by no
-- earlier time than when it was issued.
create function certificate_sets_clock() returns trigger language plpgsql as $$
begin
  update clock_marks set newest = case
      when new.issued_at <= now() + interval '5 minutes' then now()
      else greatest(newest, new.issued_at) end
  where newest > now() + interval '5 minutes';
  return null;
end $$;
--> statement-breakpoint
create trigger certificate_sets_clock after insert on certificates for each row execute function certificate_sets_clock();
