-- The version of what the HTTP interface shows of a user: the person and all their grants with the terms of the licenses.
create function user_tag(p_user users) returns text language plpgsql stable as $$
begin
  return md5(jsonb_build_array(p_user.id, p_user.name, p_user.username, p_user.domain_id, p_user.disabled_at is null, (
    select jsonb_agg(jsonb_build_array(g.license_id, extract(epoch from g.granted_at), l.name, l.scope, extract(epoch from l.not_after)) order by g.license_id)
    from grants g join licenses l on l.id = g.license_id where g.user_id = p_user.id))::text);
end $$;
--> statement-breakpoint
-- Sets the whole set of a user's grants, all or nothing: what is held already is kept without any check, what is added is
-- checked, what is not named is revoked. p_license_ids: a list of ids, where null stands for one that no license can have;
-- null instead of the list changes nothing. With p_tags (a list) only if the user's version is one of them.
-- Answers {"outcome": "set" or "refused", "rows": as change_grants}, or outcome not_found or stale, and nothing has changed.
create function set_grants(p_user_id bigint, p_license_ids jsonb, p_tags jsonb, p_domain_id bigint, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_user users;
  v_changes jsonb;
  v_rows jsonb := '[]';
begin
  -- Every grant that comes or goes locks its user: nobody else's comes between the version and the set.
  select * into v_user from users where id = p_user_id and (p_domain_id is null or domain_id = p_domain_id) for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif p_tags is not null and not p_tags ? user_tag(v_user) then
    return jsonb_build_object('outcome', 'stale');
  end if;
  if p_license_ids is not null then
    with wanted as (
      select value::uuid as license_id, min(nth) as nth
      from jsonb_array_elements_text(p_license_ids) with ordinality as w(value, nth) group by 1
    ), held as (select license_id from grants where user_id = p_user_id)
    select coalesce(jsonb_agg(jsonb_build_object('user_id', p_user_id, 'license_id', c.license_id, 'held', c.held)
      order by c.nth, c.license_id), '[]') into v_changes
    from (
      select w.license_id, true as held, w.nth from wanted w
      where not exists (select 1 from held h where h.license_id = w.license_id)
      union all
      select h.license_id, false, 0 from held h
      where not exists (select 1 from wanted w where w.license_id = h.license_id)) c;
    v_rows := change_grants(v_changes, p_domain_id, true, p_actor, p_act_id);
  end if;
  return jsonb_build_object('rows', v_rows, 'outcome', case
    when jsonb_path_exists(v_rows, '$[*] ? (@.outcome != "assigned" && @.outcome != "revoked" && @.outcome != "kept")')
    then 'refused' else 'set' end);
end $$;
