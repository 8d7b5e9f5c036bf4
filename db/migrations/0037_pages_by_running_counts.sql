-- How many users a scope has, then the one range of names where a page begins, found by a running count that ends there. The first
-- page needs the first step only. What is left to skip within the range is for the statement that reads the page; user_page, which
-- looked for its first user, remains for nodes of the version before.
create or replace function user_page_range(p_scope bigint, p_page int, p_size int, p_back boolean,
  out total bigint, out page int, out take int, out name text, out user_id bigint, out skip bigint)
language plpgsql stable as $$
declare
  v_rows_before bigint;
begin
  name := '';
  user_id := 0;
  total := coalesce((select sum(b.users) from user_buckets b where b.scope = p_scope), 0);
  page := greatest(1, least(p_page, (total + p_size - 1) / p_size));
  v_rows_before := (page - 1)::bigint * p_size;
  take := least(p_size, total - v_rows_before);
  skip := case when p_back then total - v_rows_before - take else v_rows_before end;
  if skip > 0 then
    select c.name, c.user_id, c.users_through - c.users into name, user_id, v_rows_before
    from (
      select b.name, b.user_id, b.users, sum(b.users) over (order by b.name, b.user_id rows unbounded preceding) as users_through
      from user_buckets b where b.scope = p_scope) c
    where c.users_through > skip
    order by c.name, c.user_id limit 1;
    skip := skip - v_rows_before;
  end if;
end $$;
