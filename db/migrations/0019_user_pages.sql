-- As before, in the order of bytes: sorting a few words by the Unicode rules costs more than splitting them.
create or replace function words_of(p_text text) returns text[] language plpgsql immutable parallel safe as $$
begin
  return array(
    select distinct word collate "C"
    from regexp_split_to_table(lower(normalize(p_text, nfc) collate "und-x-icu") collate "und-x-icu", '[^[:alnum:]]+') as word
    where word <> '' order by 1);
end $$;
--> statement-breakpoint
-- The words of a text, each with how many characters the one before it begins with alike.
create function ranked_words(p_text text, out word text, out shared int) returns setof record
language plpgsql immutable parallel safe as $$
declare
  v_before text := '';
begin
  foreach word in array words_of(p_text) loop
    shared := 0;
    while shared < length(v_before) and substr(word, shared + 1, 1) = substr(v_before, shared + 1, 1) loop
      shared := shared + 1;
    end loop;
    v_before := word;
    return next;
  end loop;
end $$;
--> statement-breakpoint
DROP TABLE "user_words";--> statement-breakpoint
CREATE TABLE "user_words" (
	"word" text collate "C" NOT NULL,
	"user_id" bigint NOT NULL,
	"domain_id" bigint NOT NULL,
	"name" text collate "und-x-icu" NOT NULL,
	"shared" integer NOT NULL
);
--> statement-breakpoint
insert into user_words (word, user_id, domain_id, name, shared)
select r.word, u.id, u.domain_id, u.name, r.shared from users u, ranked_words(u.name || ' ' || u.username) r;
--> statement-breakpoint
ALTER TABLE "user_words" ADD CONSTRAINT "user_words_pkey" PRIMARY KEY("user_id","word");--> statement-breakpoint
ALTER TABLE "user_words" ADD CONSTRAINT "user_words_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "user_words_by_word" ON "user_words" USING btree ("word","name","user_id","shared");--> statement-breakpoint
CREATE INDEX "user_words_by_domain" ON "user_words" USING btree ("domain_id","word","name","user_id","shared");--> statement-breakpoint
CREATE INDEX "users_by_address" ON "users" USING btree ("username","id");--> statement-breakpoint
CREATE INDEX "users_disabled" ON "users" USING btree ("name","id") WHERE "users"."disabled_at" is not null;--> statement-breakpoint
CREATE INDEX "users_disabled_by_domain" ON "users" USING btree ("domain_id","name","id") WHERE "users"."disabled_at" is not null;--> statement-breakpoint
create or replace function users_added_words() returns trigger language plpgsql as $$
begin
  insert into user_words (word, user_id, domain_id, name, shared)
  select r.word, a.id, a.domain_id, a.name, r.shared from added a, ranked_words(a.name || ' ' || a.username) r;
  return null;
end $$;
--> statement-breakpoint
create or replace function users_changed_words() returns trigger language plpgsql as $$
declare
  v_renamed bigint[];
begin
  select array_agg(r.id) into v_renamed from (
    select b.id from (select id, name, username, domain_id from renamed_from union all select id, name, username, domain_id from renamed_to) b
    group by b.id having min(b.name) <> max(b.name) or min(b.username) <> max(b.username) or min(b.domain_id) <> max(b.domain_id)) r;
  if v_renamed is not null then
    delete from user_words w where w.user_id = any (v_renamed);
    insert into user_words (word, user_id, domain_id, name, shared)
    select r.word, u.id, u.domain_id, u.name, r.shared
    from users u, ranked_words(u.name || ' ' || u.username) r where u.id = any (v_renamed);
  end if;
  return null;
end $$;
--> statement-breakpoint
CREATE TABLE "user_buckets" (
	"scope" bigint NOT NULL,
	"name" text collate "und-x-icu" NOT NULL,
	"user_id" bigint NOT NULL,
	"users" integer NOT NULL,
	CONSTRAINT "user_buckets_pkey" PRIMARY KEY("scope","name","user_id"),
	CONSTRAINT "user_buckets_not_negative" CHECK ("user_buckets"."users" >= 0)
);
--> statement-breakpoint
-- Cuts a bucket that has grown large into such of 2,000 users.
create function split_bucket(p_bucket user_buckets) returns void
language plpgsql set enable_seqscan = off set enable_bitmapscan = off as $$
begin
  if p_bucket.scope = 0 then
    insert into user_buckets as b (scope, name, user_id, users)
    select p_bucket.scope, case when nth = 1 then p_bucket.name else c.name end, case when nth = 1 then p_bucket.user_id else c.id end,
      least(2000, p_bucket.users - nth + 1)
    from (
      select u.name, u.id, row_number() over (order by u.name, u.id) as nth from users u
      where (u.name, u.id) >= (p_bucket.name, p_bucket.user_id) order by u.name, u.id limit p_bucket.users) c
    where nth % 2000 = 1
    on conflict (scope, name, user_id) do update set users = excluded.users;
  else
    insert into user_buckets as b (scope, name, user_id, users)
    select p_bucket.scope, case when nth = 1 then p_bucket.name else c.name end, case when nth = 1 then p_bucket.user_id else c.id end,
      least(2000, p_bucket.users - nth + 1)
    from (
      select u.name, u.id, row_number() over (order by u.name, u.id) as nth from users u
      where u.domain_id = p_bucket.scope and (u.name, u.id) >= (p_bucket.name, p_bucket.user_id)
      order by u.name, u.id limit p_bucket.users) c
    where nth % 2000 = 1
    on conflict (scope, name, user_id) do update set users = excluded.users;
  end if;
end $$;
--> statement-breakpoint
-- Counts users who came (1) and went (-1), in all domains and in theirs. The first bucket of all domains is locked first, by
-- the last thing that a writing statement does: behind domains, users and licenses. What is read then is what others committed.
create function count_users(p_domain_ids bigint[], p_names text[], p_user_ids bigint[], p_steps int[]) returns void
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  v_touched user_buckets[];
  v_bucket user_buckets;
begin
  insert into user_buckets (scope, name, user_id, users) values (0, '', 0, 0) on conflict do nothing;
  perform 1 from user_buckets where scope = 0 and name = '' and user_id = 0 for update;
  insert into user_buckets (scope, name, user_id, users)
  select distinct d, '', 0, 0 from unnest(p_domain_ids) d on conflict do nothing;
  with moved as (
    select s.scope, m.name, m.id, m.step
    from unnest(p_domain_ids, p_names, p_user_ids, p_steps) m(domain_id, name, id, step)
    cross join lateral (values (0::bigint), (m.domain_id)) s(scope)
  ), counted as materialized (
    select f.scope, f.name, f.user_id, sum(m.step)::int as step
    from moved m cross join lateral (
      select b.scope, b.name, b.user_id from user_buckets b
      where b.scope = m.scope and (b.name, b.user_id) <= (m.name, m.id)
      order by b.scope desc, b.name desc, b.user_id desc limit 1) f
    group by f.scope, f.name, f.user_id having sum(m.step) <> 0
  ), updated as (
    update user_buckets b set users = b.users + c.step from counted c
    where b.scope = c.scope and b.name = c.name and b.user_id = c.user_id
    returning b.*
  )
  select array_agg(row(u.scope, u.name, u.user_id, u.users)::user_buckets) into v_touched from updated u
  where u.users > 4000 or u.users = 0 and u.user_id > 0;
  foreach v_bucket in array coalesce(v_touched, '{}') loop
    if v_bucket.users > 0 then
      perform split_bucket(v_bucket);
    else
      delete from user_buckets b where (b.scope, b.name, b.user_id) = (v_bucket.scope, v_bucket.name, v_bucket.user_id);
    end if;
  end loop;
end $$;
--> statement-breakpoint
create function users_added_count() returns trigger language plpgsql as $$
begin
  perform count_users(array_agg(a.domain_id), array_agg(a.name::text), array_agg(a.id), array_agg(1)) from added a having count(*) > 0;
  return null;
end $$;
--> statement-breakpoint
create function users_removed_count() returns trigger language plpgsql as $$
begin
  perform count_users(array_agg(r.domain_id), array_agg(r.name::text), array_agg(r.id), array_agg(-1)) from removed r having count(*) > 0;
  return null;
end $$;
--> statement-breakpoint
create function users_changed_count() returns trigger language plpgsql as $$
begin
  perform count_users(array_agg(m.domain_id), array_agg(m.name::text), array_agg(m.id), array_agg(m.step)) from (
    select c.domain_id, c.name, c.id, sum(c.step)::int as step from (
      select domain_id, name, id, -1 as step from renamed_from union all select domain_id, name, id, 1 from renamed_to) c
    group by c.domain_id, c.name, c.id having sum(c.step) <> 0) m having count(*) > 0;
  return null;
end $$;
--> statement-breakpoint
create function users_truncated_count() returns trigger language plpgsql as $$
begin
  delete from user_buckets;
  return null;
end $$;
--> statement-breakpoint
insert into user_buckets (scope, name, user_id, users)
select s.scope, case when s.nth = 1 then '' else s.name end, case when s.nth = 1 then 0 else s.id end, least(2000, s.total - s.nth + 1)
from (
  select c.scope, u.name, u.id, row_number() over (partition by c.scope order by u.name, u.id) as nth, count(*) over (partition by c.scope) as total
  from users u cross join lateral (values (0::bigint), (u.domain_id)) c(scope)) s
where s.nth % 2000 = 1;
--> statement-breakpoint
create trigger users_added_count after insert on users
  referencing new table as added for each statement execute function users_added_count();
--> statement-breakpoint
create trigger users_removed_count after delete on users
  referencing old table as removed for each statement execute function users_removed_count();
--> statement-breakpoint
create trigger users_changed_count after update on users
  referencing old table as renamed_from new table as renamed_to for each statement execute function users_changed_count();
--> statement-breakpoint
create trigger users_truncated_count after truncate on users for each statement execute function users_truncated_count();
--> statement-breakpoint
-- Where a page of the users of a scope (0: all domains) begins in the order of name and id, how many users it has, and how
-- many there are in all. Beyond the last page it is the last. With p_back the order is the other way round: the page still
-- begins at its first user by name. A function of its own, so that its plans never depend on what else is asked.
create function user_page(p_scope bigint, p_page int, p_size int, p_back boolean,
  out total bigint, out page int, out name text, out user_id bigint, out take int)
language plpgsql stable set enable_sort = off set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  v_skip bigint;
begin
  select coalesce(sum(b.users), 0) into total from user_buckets b where b.scope = p_scope;
  page := least(p_page, greatest(1, ceil(total::numeric / p_size)::int));
  take := least(p_size, total - (page - 1)::bigint * p_size);
  v_skip := case when p_back then total - (page - 1)::bigint * p_size - take else (page - 1)::bigint * p_size end;
  name := '';
  user_id := 0;
  if v_skip = 0 then
    return;
  end if;
  select b.name, b.user_id, v_skip - b.before into name, user_id, v_skip from (
    select b.name, b.user_id, b.users, sum(b.users) over (order by b.name, b.user_id rows unbounded preceding) - b.users as before
    from user_buckets b where b.scope = p_scope) b
  where b.before <= v_skip and v_skip < b.before + b.users limit 1;
  if p_scope = 0 then
    select u.name, u.id into name, user_id from users u
    where (u.name, u.id) >= (user_page.name collate "und-x-icu", user_page.user_id) order by u.name, u.id offset v_skip limit 1;
  else
    select u.name, u.id into name, user_id from users u
    where u.domain_id = p_scope and (u.name, u.id) >= (user_page.name collate "und-x-icu", user_page.user_id)
    order by u.name, u.id offset v_skip limit 1;
  end if;
end $$;
