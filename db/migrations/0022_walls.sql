-- A second lock behind the conditions of the queries: what a person without `all_domains` asks is asked as the role
-- seatwise_bounded (db/walls.ts), for which rows of other domains do not exist, whatever the statement says.
-- Owners and superusers are not bound: whoever may see all domains pays nothing.
-- The domain of the transaction; without one nothing is seen, and nothing can be written.
create function walled_domain() returns bigint language plpgsql stable parallel safe as $$
begin
  return nullif(current_setting('seatwise.domain', true), '')::bigint;
end $$;
--> statement-breakpoint
-- Whether this person exists, in another domain: one who is only being added by the statement under way does not yet.
create function is_foreign(p_user_id bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return coalesce((select u.domain_id is distinct from walled_domain() from users u where u.id = p_user_id), false);
end $$;
--> statement-breakpoint
-- Users of the domain who are deleted: their history is still the domain's.
create function gone_people() returns setof bigint
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_domain text := (select d.name from domains d where d.id = walled_domain());
begin
  return query select e.user_id from audit_entries e where e.act = 'delete_user' and e.before ->> 'domain' = v_domain;
end $$;
--> statement-breakpoint
alter table domains enable row level security;
--> statement-breakpoint
create policy own_domain on domains using (id = (select walled_domain()));
--> statement-breakpoint
alter table users enable row level security;
--> statement-breakpoint
create policy own_domain on users using (domain_id = (select walled_domain()));
--> statement-breakpoint
alter table user_words enable row level security;
--> statement-breakpoint
create policy own_domain on user_words using (domain_id = (select walled_domain()));
--> statement-breakpoint
alter table user_buckets enable row level security;
--> statement-breakpoint
create policy own_domain on user_buckets using (scope = (select walled_domain()));
--> statement-breakpoint
alter table channels enable row level security;
--> statement-breakpoint
create policy own_domain on channels using (domain_id = (select walled_domain()));
--> statement-breakpoint
-- What belongs to a user whom the policy of users lets exist: asked by look-ups or, of many rows, all at once.
do $$
declare
  v_table text;
begin
  foreach v_table in array '{user_roles,user_preferences,access_tokens,sessions,seats,grants}'::text[] loop
    execute format('alter table %I enable row level security', v_table);
    execute format('create policy own_domain on %1$I
      using (exists (select 1 from users u where u.id = %1$I.user_id))
      with check (not is_foreign(user_id))', v_table);
  end loop;
end $$;
--> statement-breakpoint
alter table audit_entries enable row level security;
--> statement-breakpoint
-- As the audit list is bounded: what is about people of the domain; and of what is about nobody, what names the domain, or
-- names none and is about licenses or was done by one of its users.
create policy own_domain on audit_entries for select using (case
  when user_id is not null then exists (select 1 from users u where u.id = user_id) or user_id in (select gone_people())
  else coalesce(coalesce(after ->> 'domain', before ->> 'domain') = (select d.name from domains d where d.id = walled_domain()),
    license_id is not null or act = 'import_certificate'
      or actor_kind = 'user' and actor_name like '%@' || (select d.name from domains d where d.id = walled_domain()))
  end);
--> statement-breakpoint
create policy noted on audit_entries for insert with check (user_id is null or not is_foreign(user_id));
--> statement-breakpoint
-- What is counted counts all domains. These answer numbers, never rows.
create function counted_users() returns float8
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return (select coalesce(sum(b.users), 0) from user_buckets b where b.scope = 0);
end $$;
--> statement-breakpoint
-- Sessions that are alive, counted no further than p_most.
create function live_sessions(p_most int) returns int
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return (select count(*) from (select 1 from sessions s where s.idle_ends_at > now() limit p_most) s);
end $$;
--> statement-breakpoint
create function enabled_channels(p_kind text) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  return (select count(*) from channels where kind = p_kind and enabled_at is not null);
end $$;
--> statement-breakpoint
-- Users who hold a license of the product in force, no more than p_most of each license.
create function product_holders(p_product text, p_most int) returns int
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return (select count(distinct h.user_id) from licenses l
    cross join lateral (select g.user_id from grants g where g.license_id = l.id order by g.user_id limit p_most) h
    where l.product = p_product and outside_term(l, now()) is null);
end $$;
--> statement-breakpoint
-- Counters and limits hold over all domains, whoever writes.
do $$
declare
  v_function text;
begin
  foreach v_function in array '{users_added_words,users_changed_words,users_added_count,users_removed_count,users_changed_count,
    grants_added,grants_removed,lapsed_seats,channels_within_limit}'::text[] loop
    execute format('alter function %I() security definer set search_path = public, pg_temp', v_function);
  end loop;
end $$;
--> statement-breakpoint
-- As before, counting in all domains.
create or replace function enable_channel(p_id bigint, p_domain_id bigint, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_channel channels;
  v_before jsonb;
begin
  perform lock_channels(kind) from channels where id = p_id;
  v_channel := lock_channel(p_id, p_domain_id);
  if v_channel.id is null then
    return jsonb_build_object('outcome', 'not_found');
  elsif v_channel.enabled_at is not null then
    return jsonb_build_object('outcome', 'kept');
  elsif enabled_channels(v_channel.kind) >= channel_limit(v_channel.kind) then
    return jsonb_build_object('outcome', 'channel_limit', 'product', channel_product(v_channel.kind),
      'limit', channel_limit(v_channel.kind));
  end if;
  v_before := channel_facts(p_id);
  update channels set enabled_at = now() where id = p_id;
  perform note_channel('enable_channel', v_before, channel_facts(p_id), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'enabled');
end $$;
--> statement-breakpoint
-- Whether this session may become seatwise_bounded, and that role may do what the application does.
create function walls_stand() returns boolean language plpgsql stable as $$
begin
  if to_regrole('seatwise_bounded') is null then
    return false;
  end if;
  return pg_has_role(session_user, 'seatwise_bounded', case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end)
    and (select bool_and(has_table_privilege('seatwise_bounded', c.oid, 'insert') and has_table_privilege('seatwise_bounded', c.oid, 'delete'))
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r');
end $$;
--> statement-breakpoint
-- Sees to the role and its rights, at every start: roles belong to the server and are in no backup of a database, and later
-- versions bring new tables. Answers what the server refused; null when the walls stand.
create function raise_walls() returns text language plpgsql as $$
begin
  if walls_stand() then
    return null;
  end if;
  if to_regrole('seatwise_bounded') is null then
    begin
      create role seatwise_bounded nologin;
    exception when duplicate_object or unique_violation then
      -- Another database of this server was quicker.
    end;
  end if;
  if not pg_has_role(session_user, 'seatwise_bounded', case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) then
    grant seatwise_bounded to session_user;
  end if;
  grant usage on schema public to seatwise_bounded;
  grant select, insert, update, delete on all tables in schema public to seatwise_bounded;
  grant usage on all sequences in schema public to seatwise_bounded;
  return null;
exception when insufficient_privilege then
  return sqlerrm;
end $$;
