-- change_grants asks once for each license whether it is in force, and not for each of ten thousand users. The rest stays as
-- the migrations before have it. Stops when an expression that changes is not there.
do $$
declare
  v_part record;
  v_was text;
begin
  for v_part in select * from (values
    (e'  ), judged as (\n',
      e'  ), named as materialized (\n    select l.*, outside_term(l, now()) as closed from licenses l where l.id in (select license_id from wanted)\n  ), judged as (\n'),
    ('when outside_term(l, now()) is not null then outside_term(l, now())', 'when l.closed is not null then l.closed'),
    ('left join licenses l on', 'left join named l on')) as p(was, becomes)
  loop
    select pg_get_functiondef('change_grants'::regproc) into strict v_was;
    if position(v_part.was in v_was) = 0 then
      raise exception 'function change_grants has no "%"', v_part.was;
    end if;
    execute replace(v_was, v_part.was, v_part.becomes);
  end loop;
end $$;
