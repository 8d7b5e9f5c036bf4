-- Looking for entries that became visible late asks about every entry in the time that is looked back on. Over ten minutes of
-- steady work those are a hundred thousand, each two seconds, for one that is hardly ever there: what comes late is looked for
-- over the last p_back, and over all ten minutes less often. What is new is new however old it says it is.
--
-- The planner has to be told, since nobody has counted these tables soon after a restore, or after one crash upon another: then it
-- reads all of them.
drop function seal_audit(int);
--> statement-breakpoint
create function seal_audit(p_batch int, p_back interval default '10 minutes') returns int language plpgsql
set enable_seqscan to off as $$
declare
  v_position bigint;
  v_hash bytea;
  v_highest bigint;
  v_floor timestamptz;
  v_late timestamptz;
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
  v_late := greatest(v_floor, v_floor + interval '10 minutes' - p_back);
  for v_entry in
    select * from (
      (select e.* from (select * from audit_entries where at >= v_late offset 0) e
        where e.id < v_highest and (select true from audit_seals s where s.entry_id = e.id) is null
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
