CREATE INDEX "access_tokens_by_end" ON "access_tokens" USING btree ("ends_at");--> statement-breakpoint
ALTER TABLE "audit_entries" ALTER COLUMN "at" SET DEFAULT clock_timestamp();--> statement-breakpoint
ALTER TABLE "clock_marks" ADD CONSTRAINT "clock_marks_one" CHECK ("clock_marks"."id" = 1);--> statement-breakpoint
-- Those who went from a domain, asked for with each page of history within it.
create index audit_entries_of_gone_people on audit_entries ((before ->> 'domain'), id) where act = 'delete_user';
--> statement-breakpoint
-- Triggers fire by name: users are counted after their words were written, so that the lock of the counts, which all writers
-- of users share, is the last one indeed.
alter trigger users_added_count on users rename to users_tallied_when_added;
--> statement-breakpoint
alter trigger users_changed_count on users rename to users_tallied_when_changed;
--> statement-breakpoint
-- As before; whose state changed is found without joining what was and what is, which a plan made for one row does row by row.
create or replace function users_changed_words() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_renamed bigint[];
  v_moved bigint[];
begin
  select array_agg(r.id) filter (where r.is_renamed), array_agg(r.id) filter (where r.is_moved and not r.is_renamed) into v_renamed, v_moved from (
    select b.id, count(b.disabled_at) = 1 or min(b.disabled_at) <> max(b.disabled_at) as is_moved,
      min(b.name) <> max(b.name) or min(b.username) <> max(b.username) or min(b.domain_id) <> max(b.domain_id) as is_renamed
    from (select id, name, username, domain_id, disabled_at from renamed_from
      union all select id, name, username, domain_id, disabled_at from renamed_to) b
    group by b.id) r;
  if v_renamed is not null then
    delete from user_words w where w.user_id = any (v_renamed);
    insert into user_words (word, user_id, domain_id, name, shared, username, disabled_at)
    select r.word, u.id, u.domain_id, u.name, r.shared, u.username, u.disabled_at
    from users u, ranked_words(u.name || ' ' || u.username) r where u.id = any (v_renamed);
  end if;
  if v_moved is not null then
    update user_words w set disabled_at = u.disabled_at from users u where u.id = w.user_id and w.user_id = any (v_moved);
  end if;
  return null;
end $$;
--> statement-breakpoint
-- As before, but the session is waited for first: which seats are about to end, and what time it is, are read as they then
-- are. Sign-outs lock in this order, too.
create or replace function extend_session(p_token_hash bytea, p_idle interval, p_age interval default '0') returns boolean language plpgsql as $$
declare
  v_user_id bigint;
  v_end timestamptz;
  v_moment timestamptz;
begin
  select user_id into v_user_id from sessions where token_hash = p_token_hash and idle_ends_at > now() and ends_at > now();
  if not found then
    return false;
  end if;
  perform 1 from users where id = v_user_id for key share;
  perform 1 from sessions where token_hash = p_token_hash for no key update;
  perform 1 from licenses where id in (
    select license_id from seats where user_id = v_user_id and ends_at between now() and clock_timestamp() + interval '10 seconds')
    order by id for no key update;
  v_moment := clock_timestamp();
  update sessions s set seen_at = greatest(now() - p_age, case when s.seen_at <= now() then s.seen_at end), idle_ends_at = used_until(s, p_age, p_idle)
  where token_hash = p_token_hash and idle_ends_at > v_moment and ends_at > v_moment
  returning idle_ends_at into v_end;
  if not found then
    return false;
  end if;
  perform 1 from seats where user_id = v_user_id order by license_id for no key update;
  update seats set ends_at = greatest(ends_at, v_end) where user_id = v_user_id and ends_at > v_moment;
  return true;
end $$;
--> statement-breakpoint
do $$
declare
  v_part record;
  v_was text;
begin
  for v_part in select * from (values
    -- Sign-ins to a domain do not wait for an import into it, but for what changes the domain itself. Who adds a user does.
    ('import_users(jsonb, boolean, bigint, jsonb, jsonb, uuid)', 'order by d.id for update;', 'order by d.id for no key update;'),
    -- All licenses are locked at once in the order in which others lock them: those of seats, and those of what is revoked.
    ('release_users(bigint[], boolean, jsonb, uuid)', '  with noted as (
    insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, license_id, before, after)
    select ''free_seat''',
    '  perform 1 from licenses l where l.id in (
    select s.license_id from seats s where s.user_id = any (p_user_ids)
    union select g.license_id from grants g join licenses k on k.id = g.license_id
      where g.user_id = any (p_user_ids) and (p_every or not k.competitive))
    order by l.id for no key update;
  with noted as (
    insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, license_id, before, after)
    select ''free_seat'''),
    -- A product is counted once: another seat of it, taken while the license of this one was closed, is given back.
    ('open_session(bigint, text, bytea, text, interval, interval, uuid)', '  insert into seats (license_id, user_id, ends_at)',
    '  if exists (
    select 1 from jsonb_array_elements(v_licenses) x join seats s on s.license_id = (x ->> ''license_id'')::uuid and s.user_id = p_user_id
    where (x -> ''open'')::boolean and not (x -> ''takes_seat'')::boolean)
  then
    perform 1 from seats s where s.user_id = p_user_id order by s.license_id for update;
    delete from seats s using jsonb_array_elements(v_licenses) x
    where s.user_id = p_user_id and s.license_id = (x ->> ''license_id'')::uuid and (x -> ''open'')::boolean and not (x -> ''takes_seat'')::boolean;
  end if;
  insert into seats (license_id, user_id, ends_at)')) as p(of_function, was, becomes)
  loop
    v_was := pg_get_functiondef(v_part.of_function::regprocedure);
    if position(v_part.was in v_was) = 0 then
      raise exception '% has no "%"', v_part.of_function, v_part.was;
    end if;
    execute replace(v_was, v_part.was, v_part.becomes);
  end loop;
end $$;
--> statement-breakpoint
-- Gives a user roles and takes others; what somebody else gave or took meanwhile stays.
create function change_user_roles(p_username text, p_domain text, p_given jsonb, p_taken jsonb, p_domain_id bigint, p_rights jsonb,
  p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_names jsonb;
begin
  select u.role_names into v_names from lock_user(p_username, p_domain, p_domain_id, null) u;
  return set_user_roles(p_username, p_domain, (
    select coalesce(jsonb_agg(r.name), '[]') from (
      select jsonb_array_elements_text(coalesce(v_names, '[]')) as name union select jsonb_array_elements_text(p_given)
      except select jsonb_array_elements_text(p_taken)) r), p_domain_id, p_rights, p_actor, p_act_id);
end $$;
