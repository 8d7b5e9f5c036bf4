-- Applies a certificate whole or not at all, if the installed one is still p_expected (null: none), the one the plan was made from.
-- p_certificate: {"id", "customer_id", "organization", "key_id", "issuer", "issued_at", "text", "licenses": […]}
-- p_changes: [{"kind", "license_id", "before", "after"}], for the audit list. Answers false when another import came first,
-- null when a certificate of this jti was applied before and has been replaced since.
-- Grants are never touched; a license that is gone is withdrawn and keeps its row.
create function apply_certificate(p_certificate jsonb, p_changes jsonb, p_expected uuid, p_actor jsonb, p_act_id uuid)
returns boolean language plpgsql as $$
declare
  v_id uuid := p_certificate ->> 'id';
begin
  perform pg_advisory_xact_lock(hashtext('apply_certificate'));
  if (select certificate_id from customers) is distinct from p_expected then
    return false;
  end if;
  if exists (select 1 from certificates where id = v_id) then
    return null;
  end if;
  perform 1 from licenses order by id for no key update;

  insert into certificates (id, customer_id, key_id, issuer, issued_at, text)
  values (v_id, (p_certificate ->> 'customer_id')::uuid, p_certificate ->> 'key_id', p_certificate ->> 'issuer',
    (p_certificate ->> 'issued_at')::timestamptz, p_certificate ->> 'text');
  insert into customers (id, organization, certificate_id)
  values ((p_certificate ->> 'customer_id')::uuid, p_certificate ->> 'organization', v_id)
  on conflict (id) do update set organization = excluded.organization, certificate_id = v_id, updated_at = now();

  update licenses set withdrawn_at = now(), updated_at = now()
  where withdrawn_at is null
    and id not in (select id from jsonb_to_recordset(p_certificate -> 'licenses') as l(id uuid));
  insert into licenses (id, certificate_id, product, name, competitive, "limit", not_before, not_after, scope)
  select l.id, v_id, l.product, l.name, l.competitive, l."limit", l.not_before, l.not_after,
    array(select jsonb_array_elements_text(l.scope))
  from jsonb_to_recordset(p_certificate -> 'licenses') as l(
    id uuid, product text, name text, competitive boolean, "limit" int, not_before timestamptz, not_after timestamptz, scope jsonb)
  on conflict (id) do update set certificate_id = v_id, name = excluded.name, "limit" = excluded."limit",
    not_before = excluded.not_before, not_after = excluded.not_after, scope = excluded.scope,
    withdrawn_at = null, updated_at = now();

  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, license_id, before, after)
  select c.kind || '_license', p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', c.license_id, c.before, c.after
  from jsonb_to_recordset(p_changes) as c(kind text, license_id uuid, before jsonb, after jsonb);
  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, before, after)
  values ('import_certificate', p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name',
    case when p_expected is not null then jsonb_build_object('certificate', p_expected) end,
    jsonb_build_object('certificate', v_id, 'organization', p_certificate ->> 'organization'));
  return true;
end $$;
