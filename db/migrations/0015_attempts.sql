-- Failures are counted, in windows of time. A limit is {"key", "limit", "seconds", "unless"?: another key}: so many failures of
-- this key in so many seconds from the first one on; a live row of `unless` leaves the limit out.
-- For how many seconds one of the limits is reached; 0 when none is.
create function attempts_wait(p_limits jsonb) returns int language plpgsql stable as $$
begin
  return coalesce((
    select max(greatest(1, ceil(extract(epoch from a.ends_at - now()))))::int
    from jsonb_to_recordset(p_limits) as p(key text, "limit" int, unless text)
    join attempts a on a.key = p.key
    where a.ends_at > now() and a.count >= p."limit"
      and not exists (select 1 from attempts k where k.key = p.unless and k.ends_at > now())), 0);
end $$;
--> statement-breakpoint
-- Counts a failure for each of the limits; when one is reached already, counts nothing, so that waiting helps, and answers for
-- how many seconds. Failures that happen at once stand in line here (keys are locked in their order): whoever comes behind
-- the limit is told so, and not whether the attempt was a failure.
create function count_failure(p_limits jsonb) returns int language plpgsql as $$
declare
  v_wait int;
begin
  insert into attempts as a (key, count, ends_at)
  select p.key, 0, now() + make_interval(secs => p.seconds)
  from jsonb_to_recordset(p_limits) as p(key text, seconds int, unless text)
  where not exists (select 1 from attempts k where k.key = p.unless and k.ends_at > now())
  order by p.key
  on conflict (key) do update set
    count = case when a.ends_at <= now() then 0 else a.count end,
    ends_at = case when a.ends_at <= now() then excluded.ends_at else a.ends_at end;

  v_wait := attempts_wait(p_limits);
  if v_wait = 0 then
    update attempts a set count = a.count + 1
    from jsonb_to_recordset(p_limits) as p(key text, unless text)
    where a.key = p.key and not exists (select 1 from attempts k where k.key = p.unless and k.ends_at > now());
  end if;

  -- What is over goes. Last, since whoever waits for nothing any more makes nobody wait for each other.
  delete from attempts where key in (
    select key from attempts where ends_at < now() - interval '1 hour' order by ends_at limit 10 for update skip locked);
  return v_wait;
end $$;
