-- Adds an access token to username@domain, with its audit entry; a person's own only, unless the command line asks. The lock of
-- the person's row makes the name and the limit of living tokens hold however many ask at once.
-- Answers {"outcome": "added", "ends_at"}, or not_found, disabled, taken, too_many.
create function add_token(p_username text, p_domain text, p_name text, p_scope text, p_token_hash bytea, p_days int, p_limit int,
  p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_user record;
  v_ends_at timestamptz := now() + make_interval(days => p_days);
begin
  select * into v_user from lock_user(p_username, p_domain, null, null);
  if v_user.refused is not null or (p_actor ->> 'kind' = 'user' and not is_actor(v_user.user_id, p_actor)) then
    return jsonb_build_object('outcome', 'not_found');
  elsif v_user.is_disabled then
    return jsonb_build_object('outcome', 'disabled');
  elsif exists (select 1 from access_tokens where user_id = v_user.user_id and name = p_name) then
    return jsonb_build_object('outcome', 'taken');
  elsif (select count(*) from access_tokens where user_id = v_user.user_id and ends_at > now()) >= p_limit then
    return jsonb_build_object('outcome', 'too_many');
  end if;
  insert into access_tokens (user_id, name, scope, token_hash, ends_at)
  values (v_user.user_id, p_name, p_scope, p_token_hash, v_ends_at);
  perform note_user('add_token', v_user.user_id, null,
    jsonb_build_object('token', p_name, 'token_scope', p_scope, 'token_ends', v_ends_at,
      'user', v_user.user_name, 'username', p_username, 'domain', p_domain), p_actor, p_act_id);
  return jsonb_build_object('outcome', 'added', 'ends_at', v_ends_at);
end $$;
--> statement-breakpoint
-- Deletes the access token of username@domain with this id or name, ended or not: it is nobody's from the next call on.
-- Answers {"outcome"}: revoked or not_found.
create function revoke_token(p_username text, p_domain text, p_id bigint, p_name text, p_actor jsonb, p_act_id uuid)
returns jsonb language plpgsql as $$
declare
  v_user record;
  v_token access_tokens;
begin
  select * into v_user from lock_user(p_username, p_domain, null, null);
  if v_user.refused is not null or (p_actor ->> 'kind' = 'user' and not is_actor(v_user.user_id, p_actor)) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  delete from access_tokens where user_id = v_user.user_id and (id = p_id or name = p_name) returning * into v_token;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform note_user('revoke_token', v_user.user_id,
    jsonb_build_object('token', v_token.name, 'token_scope', v_token.scope, 'token_ends', v_token.ends_at,
      'user', v_user.user_name, 'username', p_username, 'domain', p_domain), null, p_actor, p_act_id);
  return jsonb_build_object('outcome', 'revoked');
end $$;
