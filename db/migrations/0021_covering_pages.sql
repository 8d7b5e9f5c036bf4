DROP INDEX "users_by_name";--> statement-breakpoint
DROP INDEX "users_by_domain_and_name";--> statement-breakpoint
DROP INDEX "seats_by_end";--> statement-breakpoint
CREATE INDEX "users_by_name" ON "users" USING btree ("name","id","domain_id","username","disabled_at");--> statement-breakpoint
CREATE INDEX "users_by_domain_and_name" ON "users" USING btree ("domain_id","name","id","username","disabled_at");--> statement-breakpoint
CREATE INDEX "seats_by_end" ON "seats" USING btree ("ends_at");
--> statement-breakpoint
-- Counts are summed in the order of names: their index has them too.
alter table user_buckets drop constraint user_buckets_pkey, add constraint user_buckets_pkey primary key (scope, name, user_id) include (users);
--> statement-breakpoint
-- Where a page of the users of a scope begins, by the counts alone: so many users behind the first one of a count.
create function user_page_range(p_scope bigint, p_page int, p_size int, p_back boolean,
  out total bigint, out page int, out take int, out name text, out user_id bigint, out skip bigint)
language plpgsql stable as $$
begin
  select c.total, r.page, r.take, c.name, c.user_id, r.skip - c.before into total, page, take, name, user_id, skip
  from (
    select b.name, b.user_id, b.users, sum(b.users) over (order by b.name, b.user_id rows unbounded preceding) - b.users as before,
      sum(b.users) over () as total
    from user_buckets b where b.scope = p_scope) c
  cross join lateral (select least(p_page, greatest(1, ceil(c.total::numeric / p_size)::int)) as page offset 0) p
  cross join lateral (select p.page, least(p_size, c.total - (p.page - 1)::bigint * p_size)::int as take offset 0) t
  cross join lateral (
    select t.page, t.take, case when p_back then c.total - (t.page - 1)::bigint * p_size - t.take else (t.page - 1)::bigint * p_size end as skip) r
  where c.before <= r.skip and r.skip < c.before + c.users;
  if not found then
    total := 0;
    page := 1;
    take := 0;
    skip := 0;
  end if;
end $$;
--> statement-breakpoint
-- As before, with the counts read once; what is walked and answered stands in the index of names.
create or replace function user_page(p_scope bigint, p_page int, p_size int, p_back boolean,
  out total bigint, out page int, out name text, out user_id bigint, out take int)
language plpgsql stable set enable_sort = off set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  v_range record;
begin
  select * into v_range from user_page_range(p_scope, p_page, p_size, p_back);
  total := v_range.total;
  page := v_range.page;
  take := v_range.take;
  name := coalesce(v_range.name, '');
  user_id := coalesce(v_range.user_id, 0);
  if v_range.skip = 0 then
    return;
  end if;
  if p_scope = 0 then
    select u.name, u.id into name, user_id from users u
    where (u.name, u.id) >= (user_page.name collate "und-x-icu", user_page.user_id) order by u.name, u.id offset v_range.skip limit 1;
  else
    select u.name, u.id into name, user_id from users u
    where u.domain_id = p_scope and (u.name, u.id) >= (user_page.name collate "und-x-icu", user_page.user_id)
    order by u.name, u.id offset v_range.skip limit 1;
  end if;
end $$;
