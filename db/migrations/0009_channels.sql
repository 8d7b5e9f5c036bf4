-- The product whose licenses say how many channels of a kind may be enabled.
create function channel_product(p_kind text) returns text language plpgsql immutable as $$
begin
  return case p_kind when 'chat_gateway' then 'CHAT' when 'email_profile' then 'EMAIL' end;
end $$;
--> statement-breakpoint
-- How many channels of a kind may be enabled now, in all domains together: the largest limit in force, never the sum.
create function channel_limit(p_kind text) returns int language plpgsql stable as $$
begin
  return coalesce((
    select max(l."limit") from licenses l where l.product = channel_product(p_kind) and outside_term(l, now()) is null), 0);
end $$;
--> statement-breakpoint
-- Whoever enables channels of a kind waits here for the one before, until that one is committed, and counts afterwards.
-- A snapshot that is kept for a whole transaction would not see it, so channels are enabled in READ COMMITTED alone.
create function lock_channels(p_kind text) returns void language plpgsql as $$
begin
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    raise exception 'channels are enabled in READ COMMITTED only' using errcode = 'feature_not_supported';
  end if;
  perform pg_advisory_xact_lock(hashtext('channels'), hashtext(p_kind));
end $$;
--> statement-breakpoint
-- The last line of defence: whatever path enables a channel, the limit holds. One that is enabled already is never asked.
create function channels_within_limit() returns trigger language plpgsql as $$
begin
  perform lock_channels(new.kind);
  if (select count(*) from channels where kind = new.kind and enabled_at is not null) > channel_limit(new.kind) then
    raise exception '% limited; maximum number of active: %', channel_product(new.kind), channel_limit(new.kind)
      using errcode = 'check_violation', constraint = 'channels_within_limit';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger channels_added_enabled after insert on channels
  for each row when (new.enabled_at is not null) execute function channels_within_limit();
--> statement-breakpoint
create trigger channels_enabled after update on channels
  for each row when (new.enabled_at is not null and (old.enabled_at is null or old.kind <> new.kind))
  execute function channels_within_limit();
--> statement-breakpoint
-- A channel as the audit list keeps it, in words that still say something when it is gone.
create function channel_facts(p_id bigint) returns jsonb language plpgsql as $$
begin
  return (
    select jsonb_build_object('channel', c.name, 'kind', c.kind, 'domain', d.name, 'enabled', c.enabled_at is not null)
    from channels c join domains d on d.id = c.domain_id where c.id = p_id);
end $$;
--> statement-breakpoint
create function note_channel(p_act text, p_before jsonb, p_after jsonb, p_actor jsonb, p_act_id uuid)
returns void language plpgsql as $$
begin
  insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, before, after)
  values (p_act, p_act_id, p_actor ->> 'kind', p_actor ->> 'id', p_actor ->> 'name', p_before, p_after);
end $$;
--> statement-breakpoint
-- Locks a channel's row and answers it as it is then; all of it null without such a channel.
-- Channels outside p_domain_id (null: no bounds) look as if they did not exist.
create function lock_channel(p_id bigint, p_domain_id bigint) returns channels language plpgsql as $$
declare
  v_channel channels;
begin
  select * into v_channel from channels c
  where c.id = p_id and (p_domain_id is null or c.domain_id = p_domain_id) for update;
  return v_channel;
end $$;
--> statement-breakpoint
-- Adds a disabled channel to the domain of that name. Answers {"outcome": "added", "id"}, "name_taken" or "domain_unknown".
create function add_channel(p_kind text, p_domain text, p_name text, p_domain_id bigint, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_home bigint := (select id from domains where name = p_domain and (p_domain_id is null or id = p_domain_id));
  v_id bigint;
begin
  if v_home is null then
    return jsonb_build_object('outcome', 'domain_unknown');
  end if;
  insert into channels (kind, domain_id, name) values (p_kind, v_home, p_name)
  on conflict on constraint channels_name do nothing returning id into v_id;
  if v_id is null then
    return jsonb_build_object('outcome', 'name_taken');
  end if;
  perform note_channel('add_channel', null, channel_facts(v_id), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'added', 'id', v_id::text);
end $$;
--> statement-breakpoint
-- Answers {"outcome"}: renamed, kept (it has that name), name_taken or not_found.
create function rename_channel(p_id bigint, p_name text, p_domain_id bigint, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_channel channels := lock_channel(p_id, p_domain_id);
  v_before jsonb := channel_facts(v_channel.id);
begin
  if v_channel.id is null then
    return jsonb_build_object('outcome', 'not_found');
  elsif v_channel.name = p_name then
    return jsonb_build_object('outcome', 'kept');
  end if;
  begin
    update channels set name = p_name where id = p_id;
  exception when unique_violation then
    return jsonb_build_object('outcome', 'name_taken');
  end;
  perform note_channel('rename_channel', v_before, channel_facts(p_id), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'renamed');
end $$;
--> statement-breakpoint
-- Answers {"outcome"}: enabled, kept (it was enabled), not_found, or channel_limit with {"product", "limit"}.
-- The kind's lock comes before the row's, so that no two acts wait for each other.
create function enable_channel(p_id bigint, p_domain_id bigint, p_actor jsonb, p_act_id uuid)
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
  elsif (select count(*) from channels where kind = v_channel.kind and enabled_at is not null) >= channel_limit(v_channel.kind) then
    return jsonb_build_object('outcome', 'channel_limit', 'product', channel_product(v_channel.kind),
      'limit', channel_limit(v_channel.kind));
  end if;
  v_before := channel_facts(p_id);
  update channels set enabled_at = now() where id = p_id;
  perform note_channel('enable_channel', v_before, channel_facts(p_id), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'enabled');
end $$;
--> statement-breakpoint
-- Answers {"outcome"}: disabled, kept (it was disabled) or not_found.
create function disable_channel(p_id bigint, p_domain_id bigint, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_channel channels := lock_channel(p_id, p_domain_id);
  v_before jsonb := channel_facts(v_channel.id);
begin
  if v_channel.id is null then
    return jsonb_build_object('outcome', 'not_found');
  elsif v_channel.enabled_at is null then
    return jsonb_build_object('outcome', 'kept');
  end if;
  update channels set enabled_at = null where id = p_id;
  perform note_channel('disable_channel', v_before, channel_facts(p_id), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'disabled');
end $$;
--> statement-breakpoint
-- Answers {"outcome"}: removed or not_found.
create function remove_channel(p_id bigint, p_domain_id bigint, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_channel channels := lock_channel(p_id, p_domain_id);
  v_before jsonb := channel_facts(v_channel.id);
begin
  if v_channel.id is null then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  delete from channels where id = p_id;
  perform note_channel('remove_channel', v_before, null, p_actor, p_act_id);
  return jsonb_build_object('outcome', 'removed');
end $$;
