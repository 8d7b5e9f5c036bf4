-- Assigns and revokes in one act, as change_grants did, from lists instead of JSON: ten thousand grants are read, judged, written
-- and told once. The lists say which user, which license and the wanted state; the last wish for a pair counts.
-- Answers [{"user_id", "license_id", "user_name", "outcome"}] in the order of the last wish of each pair, with the outcome assigned, revoked, kept or
-- a reason code; with a reason code also "product", "limit" and "date". With p_whole nothing happens unless all of it can.
-- Users outside p_domain_id (null: no bounds) look as if they did not exist. One plan serves one grant and ten thousand: everything is
-- looked up by its key; and lists given as values would be planned for anew each time, which takes longer than a grant. Where licenses are few
-- a plan made at rest would read all of them, and with them all that a crowd's writes leave between two vacuums: hence enable_seqscan.
create function change_grant_lists(p_user_ids bigint[], p_license_ids uuid[], p_held boolean[], p_domain_id bigint, p_whole boolean,
  p_actor jsonb, p_act_id uuid)
returns json language plpgsql set plan_cache_mode to force_generic_plan set enable_seqscan to off as $$
declare
  v_user_ids bigint[];
  v_license_ids uuid[];
  v_names text[];
  v_products text[];
  v_outcomes text[];
  v_rows json;
  v_refused boolean;
begin
  perform 1 from users where id = any (p_user_ids) order by id for key share;
  perform 1 from licenses where id = any (p_license_ids) order by id for no key update;

  with wanted as (
    select distinct on (user_id, license_id) user_id, license_id, held, nth
    from unnest(p_user_ids, p_license_ids, p_held) with ordinality as c(user_id, license_id, held, nth)
    order by user_id, license_id, nth desc
  ), named as materialized (
    select l.*, outside_term(l, now()) as closed from licenses l where l.id = any (p_license_ids)
  ), judged as (
    select w.*, u.name as user_name, l.product, l."limit", l.granted, l.not_before, l.not_after, l.withdrawn_at,
      case
        when u.id is null or l.id is null then 'not_found'
        when w.held = (g.user_id is not null) then 'kept'
        when not w.held then 'revoked'
        when l.closed is not null then l.closed
        when l.product = 'CHAT' then 'not_personal'
        when l.competitive then 'assigned'
        else 'takes_seat'
      end as verdict
    from wanted w
    left join users u on u.id = w.user_id and (p_domain_id is null or u.domain_id = p_domain_id)
    left join named l on l.id = w.license_id
    left join grants g on g.user_id = w.user_id and g.license_id = w.license_id
  ), seated as (
    select j.*,
      count(*) filter (where verdict = 'revoked') over (partition by license_id) as freed,
      row_number() over (partition by license_id, verdict order by nth) as place
    from judged j
  ), told as (
    select s.*, case
      when verdict <> 'takes_seat' then verdict
      when granted - freed + place <= "limit" then 'assigned'
      else 'seats_exhausted' end as outcome
    from seated s
  )
  select json_agg(case
      when outcome in ('assigned', 'revoked', 'kept') then json_build_object(
        'user_id', user_id::text, 'license_id', license_id, 'user_name', user_name, 'outcome', outcome)
      else json_build_object(
        'user_id', user_id::text, 'license_id', license_id, 'user_name', user_name, 'outcome', outcome, 'product', product, 'limit', "limit",
        'date', case outcome when 'license_not_started' then not_before when 'license_withdrawn' then withdrawn_at else not_after end)
      end order by nth),
    coalesce(bool_or(outcome not in ('assigned', 'revoked', 'kept')), false),
    array_agg(user_id order by nth), array_agg(license_id order by nth), array_agg(user_name order by nth),
    array_agg(product order by nth), array_agg(outcome order by nth)
  into v_rows, v_refused, v_user_ids, v_license_ids, v_names, v_products, v_outcomes
  from told;

  if not (p_whole and v_refused) then
    if 'revoked' = any (v_outcomes) then
      delete from grants g using unnest(v_user_ids, v_license_ids, v_outcomes) as r(user_id, license_id, outcome)
      where r.outcome = 'revoked' and g.user_id = r.user_id and g.license_id = r.license_id;
    end if;
    if 'assigned' = any (v_outcomes) then
      insert into grants (user_id, license_id)
      select r.user_id, r.license_id from unnest(v_user_ids, v_license_ids, v_outcomes) as r(user_id, license_id, outcome)
      where r.outcome = 'assigned' order by r.user_id;
    end if;
    insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, license_id, before, after)
    select case r.outcome when 'assigned' then 'assign_license' else 'revoke_license' end, p_act_id,
      p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', r.user_id, r.license_id,
      jsonb_build_object('held', r.outcome = 'revoked', 'user', r.user_name, 'product', r.product),
      jsonb_build_object('held', r.outcome = 'assigned', 'user', r.user_name, 'product', r.product)
    from unnest(v_user_ids, v_license_ids, v_names, v_products, v_outcomes) as r(user_id, license_id, user_name, product, outcome)
    where r.outcome in ('assigned', 'revoked');
  end if;
  return coalesce(v_rows, '[]');
end $$;
--> statement-breakpoint
-- The same from JSON: [{"user_id", "license_id", "held": wanted state}]. What was done or was so already comes without product, limit and date now.
create or replace function change_grants(p_changes jsonb, p_domain_id bigint, p_whole boolean, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
begin
  return (
    select change_grant_lists(array_agg(user_id), array_agg(license_id), array_agg(held), p_domain_id, p_whole, p_actor, p_act_id)::jsonb
    from jsonb_to_recordset(p_changes) as c(user_id bigint, license_id uuid, held boolean));
end $$;
--> statement-breakpoint
-- As before, but whatever moved is looked up by its key, one or thousands: a plan that was made for thousands reads all licenses or all
-- seats, and stays for one. Of a few licenses a join would read all, with all their old versions.
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
  where l.id = a.license_id and (l.competitive or l.granted + a.seats <= l."limit");
  get diagnostics v_counted = row_count;
  if v_counted < cardinality(v_license_ids) then
    raise exception 'product exhausted: the limit of a named license is reached'
      using errcode = 'check_violation', constraint = 'grants_within_limit';
  end if;
  return null;
end $$;
--> statement-breakpoint
create or replace function grants_removed() returns trigger
language plpgsql security definer set search_path = public, pg_temp
set plan_cache_mode to force_generic_plan set enable_seqscan to off set enable_hashjoin to off set enable_mergejoin to off as $$
declare
  v_license_ids uuid[];
  v_seats int[];
  v_seated_ids bigint[];
  v_seat_license_ids uuid[];
begin
  select array_agg(r.license_id order by r.license_id), array_agg(r.seats order by r.license_id) into v_license_ids, v_seats
  from (select license_id, count(*)::int as seats from removed group by license_id) r;
  perform 1 from licenses where id = any (v_license_ids) order by id for no key update;
  update licenses l set granted = l.granted - r.seats from unnest(v_license_ids, v_seats) as r(license_id, seats) where l.id = r.license_id;
  select array_agg(s.user_id), array_agg(s.license_id) into v_seated_ids, v_seat_license_ids
  from (select user_id, license_id from removed order by user_id, license_id) r
  cross join lateral (
    select s.user_id, s.license_id from seats s where s.license_id = r.license_id and s.user_id = r.user_id for update) s;
  if v_seated_ids is not null then
    delete from seats s using unnest(v_seated_ids, v_seat_license_ids) as r(user_id, license_id)
    where s.license_id = r.license_id and s.user_id = r.user_id;
  end if;
  return null;
end $$;
