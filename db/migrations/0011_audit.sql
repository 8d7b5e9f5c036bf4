-- What the filters of the audit list look up beside the indexes of the table: one kind of act; who is no user, by name; who was
-- deleted, since their names stand in no other table any more.
create index audit_entries_by_kind on audit_entries (act, at, id);
--> statement-breakpoint
create index audit_entries_by_other_actor on audit_entries (actor_name, id) where actor_kind <> 'user';
--> statement-breakpoint
create index audit_entries_of_deleted_users on audit_entries (user_id) where act = 'delete_user';
--> statement-breakpoint
-- History is added to and never changed; whoever must, has to take the guard away first, and the seals tell.
create function audit_only_grows() returns trigger language plpgsql as $$
begin
  raise exception 'the audit list only grows: % on % is refused', lower(tg_op), tg_table_name using errcode = 'restrict_violation';
end $$;
--> statement-breakpoint
create trigger audit_entries_only_grow before update or delete or truncate on audit_entries
  for each statement execute function audit_only_grows();
--> statement-breakpoint
create trigger audit_seals_only_grow before update or delete or truncate on audit_seals
  for each statement execute function audit_only_grows();
--> statement-breakpoint
-- The whole entry as bytes: each column as UTF-8 text behind its length in 4 bytes (-1: null), so that no two entries have the same.
-- Time is microseconds since 1970 in UTC. p_id stands in for the entry's own id, to ask what another row would have said.
create function audit_entry_bytes(p_id bigint, p_entry audit_entries) returns bytea language plpgsql stable as $$
declare
  v_bytes bytea := '';
  v_text text;
  v_field bytea;
begin
  foreach v_text in array array[
    p_id::text, trunc(extract(epoch from p_entry.at) * 1000000)::text, p_entry.act, p_entry.act_id::text,
    p_entry.actor_kind, p_entry.actor_id, p_entry.actor_name, p_entry.user_id::text, p_entry.license_id::text,
    p_entry.before::text, p_entry.after::text] loop
    v_field := convert_to(v_text, 'UTF8');
    v_bytes := v_bytes || coalesce(int4send(octet_length(v_field)) || v_field, int4send(-1));
  end loop;
  return v_bytes;
end $$;
--> statement-breakpoint
-- Entries dated before this moment are sealed or came too late to be honest. An act is one statement of seconds, so an entry that
-- becomes visible ten minutes behind the sealed ones was not written by an act. A clock that was set back moves it along.
create function audit_seal_floor() returns timestamptz language plpgsql stable as $$
declare
  v_head timestamptz;
begin
  select max(e.at) into v_head
  from (select entry_id from audit_seals order by position desc limit 100) s join audit_entries e on e.id = s.entry_id;
  return case when v_head is null then '-infinity' else least(v_head, now()) - interval '10 minutes' end;
end $$;
--> statement-breakpoint
-- Continues the chain by up to p_batch entries in the order of their ids: hash = sha256(hash before || bytes of the entry).
-- Ids may become visible out of order, so "not sealed" is: beyond the highest sealed id, or below it, recent and without a seal.
-- One sealer at a time, the others answer 0; entries are only read, so no act ever waits for it. Answers how many were sealed.
create function seal_audit(p_batch int) returns int language plpgsql as $$
declare
  v_position bigint;
  v_hash bytea;
  v_highest bigint;
  v_floor timestamptz;
  v_entry audit_entries;
  v_sealed int := 0;
begin
  if not pg_try_advisory_xact_lock(hashtext('seal_audit')) then
    return 0;
  end if;
  -- Entries first, then seals: the order in which whoever locks both tables does it.
  lock table audit_entries in access share mode;
  select position, hash into v_position, v_hash from audit_seals order by position desc limit 1;
  select max(entry_id) into v_highest from audit_seals;
  v_floor := audit_seal_floor();
  for v_entry in
    select * from (
      (select e.* from audit_entries e
        where e.at >= v_floor and e.id < v_highest and not exists (select 1 from audit_seals s where s.entry_id = e.id)
        order by e.id limit p_batch)
      union all
      (select e.* from audit_entries e
        where e.id > coalesce(v_highest, -9223372036854775808) and e.at >= v_floor order by e.id limit p_batch)) unsealed
    order by id limit p_batch
  loop
    v_position := coalesce(v_position, 0) + 1;
    v_hash := sha256(coalesce(v_hash, '') || audit_entry_bytes(v_entry.id, v_entry));
    insert into audit_seals (position, entry_id, hash) values (v_position, v_entry.id, v_hash);
    v_sealed := v_sealed + 1;
  end loop;
  return v_sealed;
end $$;
--> statement-breakpoint
-- Follows the chain from p_position on (the first is 1), p_hash being the hash before it, over up to p_batch seals.
-- Answers {"position", "hash": where the chain holds up to, "checked", "broken": null or {"what", "position", "entry_id", "seal"}}.
create function verify_audit(p_position bigint, p_hash bytea, p_batch int) returns jsonb language plpgsql stable as $$
declare
  v_position bigint := p_position;
  v_hash bytea := p_hash;
  v_next bytea;
  v_row record;
  v_broken text;
  v_checked int := 0;
begin
  for v_row in
    select s.position, s.entry_id, s.hash, e as entry, e.id as id
    from audit_seals s left join audit_entries e on e.id = s.entry_id
    where s.position >= case p_position when 1 then -9223372036854775808 else p_position end
    order by s.position limit p_batch
  loop
    v_next := sha256(v_hash || audit_entry_bytes(v_row.id, v_row.entry));
    v_broken := case
      when v_row.position < v_position then 'seal_inserted'
      when v_row.position > v_position then 'seal_removed'
      when v_row.id is null then 'removed'
      when v_next <> v_row.hash then 'altered'
    end;
    if v_broken is not null then
      return jsonb_build_object('position', v_position - 1, 'hash', encode(v_hash, 'hex'), 'checked', v_checked,
        'broken', jsonb_build_object('what', v_broken, 'position', case v_broken when 'seal_removed' then v_position else v_row.position end,
          'entry_id', case when v_broken <> 'seal_removed' then v_row.entry_id::text end, 'seal', encode(v_row.hash, 'hex')));
    end if;
    v_hash := v_next;
    v_position := v_position + 1;
    v_checked := v_checked + 1;
  end loop;
  return jsonb_build_object('position', v_position - 1, 'hash', encode(v_hash, 'hex'), 'checked', v_checked, 'broken', null);
end $$;
