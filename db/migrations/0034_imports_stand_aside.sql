-- As before, but those who stay as they are are not locked: they sign in and are given licenses while thousands are imported.
-- What a list says of them holds at the moment in which it was first judged; about all others the judgement behind the locks
-- binds. And the lock of the counts, which all writers of people share, is the last one: triggers leave it to this function.
create or replace function import_users(p_rows jsonb, p_apply boolean, p_domain_id bigint, p_rights jsonb, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql set enable_seqscan = off as $$
declare
  v_rows jsonb;
  v_kept jsonb;
begin
  if p_apply then
    perform 1 from domains d
    where d.name in (select r ->> 'domain' from jsonb_array_elements(p_rows) r) and (p_domain_id is null or d.id = p_domain_id)
    order by d.id for no key update;
  end if;
  select coalesce(jsonb_agg(to_jsonb(j)), '[]') into v_rows from judge_import(p_rows, p_domain_id, p_rights, p_actor) j;
  if p_apply then
    perform 1 from users u
    where u.id = any (array(select j.user_id from jsonb_to_recordset(v_rows) as j(user_id bigint, outcome text) where j.outcome <> 'unchanged'))
    order by u.id for update;
    perform 1 from roles order by id for share;
    select coalesce(jsonb_object_agg(j ->> 'line', j), '{}') into v_kept from jsonb_array_elements(v_rows) j where j ->> 'outcome' = 'unchanged';
    select coalesce(jsonb_agg(j.judged), '[]') into v_rows from (
      select to_jsonb(j) as judged from judge_import(
        (select coalesce(jsonb_agg(r), '[]') from jsonb_array_elements(p_rows) r where not v_kept ? (r ->> 'line')),
        p_domain_id, p_rights, p_actor) j
      union all
      select k.value from jsonb_each(v_kept) k) j;
    perform set_config('seatwise.people_counted_later', 'on', true);
    perform apply_import(v_rows, p_actor, p_act_id);
    perform set_config('seatwise.people_counted_later', 'off', true);
    perform count_users(array_agg(m.domain_id), array_agg(m.name), array_agg(m.id), array_agg(m.step)) from (
      select j.domain_id, c.name, u.id, c.step
      from jsonb_to_recordset(v_rows) as j(outcome text, domain_id bigint, username text, name text, old_name text)
      join users u on u.domain_id = j.domain_id and u.username = j.username
      cross join lateral (values (j.name, 1, j.outcome = 'new' or j.name <> j.old_name), (j.old_name, -1, j.name <> j.old_name)) c(name, step, counts)
      where j.outcome in ('new', 'changed') and c.counts) m
    having count(*) > 0;
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('line', j.line, 'outcome', j.outcome, 'detail', j.detail,
      'renamed', j.name is distinct from j.old_name, 'roles', j.roles is distinct from j.old_roles,
      'disabled', j.disabled and not j.was_disabled, 'enabled', j.was_disabled and not j.disabled) order by j.line), '[]')
    from jsonb_to_recordset(v_rows) as j(line int, outcome text, detail text, name text, old_name text, roles jsonb, old_roles jsonb,
      disabled boolean, was_disabled boolean));
end $$;
--> statement-breakpoint
-- People of one domain import too, and the counts of all domains are not theirs to see.
alter function count_users(bigint[], text[], bigint[], int[]) security definer set search_path = public, pg_temp;
--> statement-breakpoint
do $$
declare
  v_part record;
  v_was text;
begin
  for v_part in
    select counter as of_function, 'begin
' as was, 'begin
  if current_setting(''seatwise.people_counted_later'', true) = ''on'' then
    return null;
  end if;
' as becomes from unnest(array['users_added_count()', 'users_changed_count()']) counter
    union all select * from (values
    -- Seats are locked in their order wherever several of one person are written.
    ('close_session(bytea, uuid)', '    update seats set ends_at = least',
    '    perform 1 from seats where user_id = v_user_id order by license_id for no key update;
    update seats set ends_at = least'),
    ('change_own_password(bytea, text, text, jsonb, uuid)', '  update seats set ends_at = least',
    '  perform 1 from seats where user_id = v_user.id order by license_id for no key update;
  update seats set ends_at = least'),
    -- Sign-ins take licenses before sessions and sign-outs sessions before licenses, but both a person before either.
    ('watch_clock()', '      perform 1 from licenses order by id for no key update;',
    '      lock table users in exclusive mode;
      perform 1 from licenses order by id for no key update;')) as p(of_function, was, becomes)
  loop
    v_was := pg_get_functiondef(v_part.of_function::regprocedure);
    if position(v_part.was in v_was) = 0 then
      raise exception '% has no "%"', v_part.of_function, v_part.was;
    end if;
    execute replace(v_was, v_part.was, v_part.becomes);
  end loop;
end $$;
