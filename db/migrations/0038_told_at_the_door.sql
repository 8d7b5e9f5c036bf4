-- Where nothing is in force yet, a sign-in is told which license begins first, instead of that one had expired. And a license that was
-- withdrawn is told as such, by the reason of those that ended.
do $$
declare
  v_was text := pg_get_functiondef('open_session(bigint, text, bytea, text, interval, interval, uuid)'::regprocedure);
  v_part record;
begin
  for v_part in select * from (values
    ('v_refusal := coalesce(v_refusal, jsonb_build_object(''refused'', ''license_expired''));',
      'v_refusal := coalesce(v_refusal, (
      select jsonb_build_object(''refused'', ''license_not_started'', ''license_id'', l.id, ''product'', l.product, ''date'', l.not_before)
      from licenses l where l.withdrawn_at is null order by l.not_before, l.id limit 1), jsonb_build_object(''refused'', ''license_expired''));'),
    ('''limit'', x -> ''limit'', ''date'', x ->> ''date'')',
      '''limit'', x -> ''limit'', ''date'', x ->> ''date'')
      || case x ->> ''reason'' when ''license_withdrawn'' then ''{"about": "withdrawn"}''::jsonb else ''{}'' end')) as p(was, becomes)
  loop
    if position(v_part.was in v_was) = 0 then
      raise exception 'open_session has no "%"', v_part.was;
    end if;
    v_was := replace(v_was, v_part.was, v_part.becomes);
  end loop;
  execute v_was;
end $$;
--> statement-breakpoint
-- As before; and CHAT is nobody's own, whatever path wrote the grant.
create or replace function grants_added() returns trigger
language plpgsql security definer set search_path = public, pg_temp
set plan_cache_mode to force_generic_plan set enable_seqscan to off set enable_hashjoin to off set enable_mergejoin to off as $$
declare
  v_license_ids uuid[];
  v_seats int[];
  v_counted int;
begin
  select array_agg(a.license_id order by a.license_id), array_agg(a.seats order by a.license_id) into v_license_ids, v_seats
  from (select license_id, count(*)::int as seats from added group by license_id) a;
  perform 1 from licenses where id = any (v_license_ids) order by id for no key update;
  update licenses l set granted = l.granted + a.seats from unnest(v_license_ids, v_seats) as a(license_id, seats)
  where l.id = a.license_id and l.product <> 'CHAT' and (l.competitive or l.granted + a.seats <= l."limit");
  get diagnostics v_counted = row_count;
  if v_counted < cardinality(v_license_ids) then
    if exists (select 1 from licenses l where l.id = any (v_license_ids) and l.product = 'CHAT') then
      raise exception 'CHAT is not assigned to users' using errcode = 'check_violation', constraint = 'grants_personal';
    end if;
    raise exception 'product exhausted: the limit of a named license is reached'
      using errcode = 'check_violation', constraint = 'grants_within_limit';
  end if;
  return null;
end $$;
