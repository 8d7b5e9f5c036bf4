-- The version of what the HTTP interface shows of a user: the person and all their grants with the terms of the licenses.
create function user_tag(p_user users) returns text language plpgsql stable as $$
begin
  return md5(jsonb_build_array(p_user.id, p_user.name, p_user.username, p_user.domain_id, p_user.disabled_at is null, (
    select jsonb_agg(jsonb_build_array(g.license_id, extract(epoch from g.granted_at), l.name, l.scope, extract(epoch from l.not_after)) order by g.license_id)
    from grants g join licenses l on l.id = g.license_id where g.user_id = p_user.id))::text);
end $$;
--> statement-breakpoint
-- Sets the whole set of a user's grants, all or nothing: what is held already is kept without any check, what is added is
-- checked, what is not named is revoked. With p_tags (a list) only if the user's version is one of them.
-- Answers {"outcome": "set" or "refused", "rows": as change_grants}, or outcome not_found or stale, and nothing has changed.
create function set_grants(p_user_id bigint, p_license_ids jsonb, p_tags jsonb, p_domain_id bigint, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_user users;
  v_changes jsonb;
  v_rows jsonb;
begin
  -- Nobody else's ticks for this user come between the version and the set.
  select * into v_user from users where id = p_user_id and (p_domain_id is null or domain_id = p_domain_id) for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif p_tags is not null and not p_tags ? user_tag(v_user) then
    return jsonb_build_object('outcome', 'stale');
  end if;
  with wanted as (
    select value::uuid as license_id, min(nth) as nth from jsonb_array_elements_text(p_license_ids) with ordinality as w(value, nth) group by 1
  ), held as (select license_id from grants where user_id = p_user_id)
  select coalesce(jsonb_agg(jsonb_build_object('user_id', p_user_id, 'license_id', license_id, 'held', held) order by nth), '[]') into v_changes
  from (
    select license_id, true as held, nth from wanted where license_id not in (select license_id from held)
    union all select license_id, false, 0 from held where license_id not in (select license_id from wanted)) c;
  v_rows := change_grants(v_changes, p_domain_id, true, p_actor, p_act_id);
  return jsonb_build_object('rows', v_rows, 'outcome', case
    when jsonb_path_exists(v_rows, '$[*] ? (@.outcome != "assigned" && @.outcome != "revoked" && @.outcome != "kept")') then 'refused' else 'set' end);
end $$;
