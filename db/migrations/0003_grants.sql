-- The last line of defence: whatever path writes a grant, the counter moves with it, and a named license never passes its limit.
-- Every path locks users first and then licenses, each in the order of their ids, so that no two acts wait for each other.
create function grants_added() returns trigger language plpgsql as $$
declare
  v_licenses int;
  v_counted int;
begin
  perform 1 from licenses where id in (select license_id from added) order by id for no key update;
  select count(distinct license_id) into v_licenses from added;
  update licenses l set granted = l.granted + a.seats
  from (select license_id, count(*)::int as seats from added group by license_id) a
  where l.id = a.license_id and (l.competitive or l.granted + a.seats <= l."limit");
  get diagnostics v_counted = row_count;
  if v_counted < v_licenses then
    raise exception 'product exhausted: the limit of a named license is reached'
      using errcode = 'check_violation', constraint = 'grants_within_limit';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger grants_added after insert on grants
  referencing new table as added for each statement execute function grants_added();
--> statement-breakpoint
create function grants_removed() returns trigger language plpgsql as $$
begin
  perform 1 from licenses where id in (select license_id from removed) order by id for no key update;
  update licenses l set granted = l.granted - r.seats
  from (select license_id, count(*)::int as seats from removed group by license_id) r
  where l.id = r.license_id;
  return null;
end $$;
--> statement-breakpoint
create trigger grants_removed after delete on grants
  referencing old table as removed for each statement execute function grants_removed();
--> statement-breakpoint
create function grants_never_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    raise exception 'a grant is given or taken back, never changed' using errcode = 'restrict_violation';
  end if;
  update licenses set granted = 0;
  return null;
end $$;
--> statement-breakpoint
create trigger grants_never_changed before update on grants for each statement execute function grants_never_changed();
--> statement-breakpoint
create trigger grants_truncated after truncate on grants for each statement execute function grants_never_changed();
--> statement-breakpoint
-- Why a license is not in force at a moment, as a reason code; null when it is.
create function outside_term(l licenses, p_now timestamptz) returns text language plpgsql immutable as $$
begin
  return case
    when l.withdrawn_at is not null then 'license_withdrawn'
    when l.not_after <= p_now then 'license_expired'
    when l.not_before > p_now then 'license_not_started'
  end;
end $$;
--> statement-breakpoint
-- Assigns and revokes in one act. p_changes: [{"user_id", "license_id", "held": wanted state}]; the last wish for a pair counts.
-- Answers one row per pair: outcome assigned, revoked, kept or a reason code. With p_whole nothing happens unless all of it can.
-- Users outside p_domain_id (null: no bounds) look as if they did not exist.
create function change_grants(p_changes jsonb, p_domain_id bigint, p_whole boolean, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_rows jsonb;
  v_refused boolean;
begin
  perform 1 from users where id in (select user_id from jsonb_to_recordset(p_changes) as c(user_id bigint))
    order by id for key share;
  perform 1 from licenses where id in (select license_id from jsonb_to_recordset(p_changes) as c(license_id uuid))
    order by id for no key update;

  with wanted as (
    select distinct on (user_id, license_id) user_id, license_id, held, nth
    from rows from (jsonb_to_recordset(p_changes) as (user_id bigint, license_id uuid, held boolean)) with ordinality
      as c(user_id, license_id, held, nth)
    order by user_id, license_id, nth desc
  ), judged as (
    select w.*, u.name as user_name, l.product, l."limit", l.granted, l.not_before, l.not_after, l.withdrawn_at,
      case
        when u.id is null or l.id is null then 'not_found'
        when w.held = (g.user_id is not null) then 'kept'
        when not w.held then 'revoked'
        when outside_term(l, now()) is not null then outside_term(l, now())
        when l.product = 'CHAT' then 'not_personal'
        when l.competitive then 'assigned'
        else 'takes_seat'
      end as outcome
    from wanted w
    left join users u on u.id = w.user_id and (p_domain_id is null or u.domain_id = p_domain_id)
    left join licenses l on l.id = w.license_id
    left join grants g on g.user_id = w.user_id and g.license_id = w.license_id
  ), seated as (
    select j.*,
      count(*) filter (where outcome = 'revoked') over (partition by license_id) as freed,
      row_number() over (partition by license_id, outcome order by nth) as place
    from judged j
  )
  select jsonb_agg(jsonb_build_object(
      'user_id', user_id::text, 'license_id', license_id, 'user_name', user_name, 'product', product, 'limit', "limit",
      'date', case outcome when 'license_not_started' then not_before when 'license_withdrawn' then withdrawn_at else not_after end,
      'outcome', case
        when outcome <> 'takes_seat' then outcome
        when granted - freed + place <= "limit" then 'assigned'
        else 'seats_exhausted' end) order by nth),
    coalesce(bool_or(outcome not in ('assigned', 'revoked', 'kept', 'takes_seat')
      or outcome = 'takes_seat' and granted - freed + place > "limit"), false)
  into v_rows, v_refused
  from seated;

  if not (p_whole and v_refused) then
    delete from grants g using jsonb_to_recordset(v_rows) as r(user_id bigint, license_id uuid, outcome text)
    where r.outcome = 'revoked' and g.user_id = r.user_id and g.license_id = r.license_id;

    insert into grants (user_id, license_id)
    select r.user_id, r.license_id from jsonb_to_recordset(v_rows) as r(user_id bigint, license_id uuid, outcome text)
    where r.outcome = 'assigned';

    insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, license_id, before, after)
    select case r.outcome when 'assigned' then 'assign_license' else 'revoke_license' end, p_act_id,
      p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', r.user_id, r.license_id,
      jsonb_build_object('held', r.outcome = 'revoked', 'user', r.user_name, 'product', r.product),
      jsonb_build_object('held', r.outcome = 'assigned', 'user', r.user_name, 'product', r.product)
    from jsonb_to_recordset(v_rows) as r(user_id bigint, license_id uuid, user_name text, product text, outcome text)
    where r.outcome in ('assigned', 'revoked');
  end if;
  return coalesce(v_rows, '[]');
end $$;
