-- Counts one attempt for each of p_attempts: [{"key", "limit", "seconds", "unless"?: another key}], where a live row of `unless`
-- leaves the attempt uncounted. Answers for how many seconds there is none left; 0 when there was one for every key.
-- Attempts that are refused are not counted, so that waiting helps. Keys are locked in their order.
create function take_attempts(p_attempts jsonb) returns int language plpgsql as $$
declare
  v_attempt record;
  v_count int;
  v_end timestamptz;
  v_wait int := 0;
begin
  delete from attempts where key in (
    select key from attempts where ends_at < now() - interval '1 hour' order by ends_at limit 10 for update skip locked);
  for v_attempt in
    select key, "limit", make_interval(secs => seconds) as span from jsonb_to_recordset(p_attempts) as a(key text, "limit" int, seconds int, unless text)
    where not exists (select 1 from attempts k where k.key = a.unless and k.ends_at > now())
    order by key
  loop
    insert into attempts as a (key, count, ends_at) values (v_attempt.key, 1, now() + v_attempt.span)
    on conflict (key) do update set
      count = case when a.ends_at <= now() then 1 else least(a.count, v_attempt."limit") + 1 end,
      ends_at = case when a.ends_at <= now() then now() + v_attempt.span else a.ends_at end
    returning count, ends_at into v_count, v_end;
    if v_count > v_attempt."limit" then
      v_wait := greatest(v_wait, ceil(extract(epoch from v_end - now()))::int, 1);
    end if;
  end loop;
  return v_wait;
end $$;
--> statement-breakpoint
-- What was taken was no failure: one attempt less for each of p_keys. p_known keeps keys for a time: [{"key", "seconds"}].
create function give_back_attempts(p_keys jsonb, p_known jsonb) returns void language plpgsql as $$
begin
  perform 1 from attempts where key in (select jsonb_array_elements_text(p_keys)) order by key for update;
  update attempts set count = greatest(count - 1, 0) where key in (select jsonb_array_elements_text(p_keys)) and ends_at > now();
  insert into attempts (key, count, ends_at)
  select key, 0, now() + make_interval(secs => seconds) from jsonb_to_recordset(p_known) as k(key text, seconds int) order by key
  on conflict (key) do update set ends_at = excluded.ends_at;
end $$;
