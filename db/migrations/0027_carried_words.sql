DROP INDEX "user_words_by_word";--> statement-breakpoint
DROP INDEX "user_words_by_domain";--> statement-breakpoint
-- Written anew, not updated: a table of millions of rows would stay twice as large.
create temporary table words_before as select word, user_id, domain_id, name, shared from user_words;--> statement-breakpoint
alter table user_words drop constraint user_words_user_id_users_id_fk;--> statement-breakpoint
truncate user_words;--> statement-breakpoint
ALTER TABLE "user_words" ADD COLUMN "username" text NOT NULL;--> statement-breakpoint
ALTER TABLE "user_words" ADD COLUMN "disabled_at" timestamp with time zone;--> statement-breakpoint
insert into user_words (word, user_id, domain_id, name, shared, username, disabled_at)
select w.word, w.user_id, w.domain_id, w.name, w.shared, u.username, u.disabled_at
from words_before w join users u on u.id = w.user_id order by w.user_id, w.word;--> statement-breakpoint
drop table words_before;--> statement-breakpoint
ALTER TABLE "user_words" ADD CONSTRAINT "user_words_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "user_words_counted" ON "user_words" USING btree ("word","shared");--> statement-breakpoint
CREATE INDEX "user_words_by_word" ON "user_words" USING btree ("word","name","user_id","shared","domain_id","username","disabled_at");--> statement-breakpoint
CREATE INDEX "user_words_by_domain" ON "user_words" USING btree ("domain_id","word","name","user_id","shared","username","disabled_at");--> statement-breakpoint
-- As before, with what a page of a search shows of a user, so that nobody is looked up in users for it.
create or replace function users_added_words() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into user_words (word, user_id, domain_id, name, shared, username, disabled_at)
  select r.word, a.id, a.domain_id, a.name, r.shared, a.username, a.disabled_at from added a, ranked_words(a.name || ' ' || a.username) r;
  return null;
end $$;
--> statement-breakpoint
create or replace function users_changed_words() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_renamed bigint[];
begin
  select array_agg(r.id) into v_renamed from (
    select b.id from (select id, name, username, domain_id from renamed_from union all select id, name, username, domain_id from renamed_to) b
    group by b.id having min(b.name) <> max(b.name) or min(b.username) <> max(b.username) or min(b.domain_id) <> max(b.domain_id)) r;
  if v_renamed is not null then
    delete from user_words w where w.user_id = any (v_renamed);
    insert into user_words (word, user_id, domain_id, name, shared, username, disabled_at)
    select r.word, u.id, u.domain_id, u.name, r.shared, u.username, u.disabled_at
    from users u, ranked_words(u.name || ' ' || u.username) r where u.id = any (v_renamed);
  end if;
  update user_words w set disabled_at = n.disabled_at from renamed_to n join renamed_from o on o.id = n.id
  where w.user_id = n.id and o.disabled_at is distinct from n.disabled_at and w.disabled_at is distinct from n.disabled_at;
  return null;
end $$;
