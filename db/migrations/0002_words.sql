-- The words of a text, folded and split by the Unicode rules: "Мар'яна O'Neill" → мар, яна, o, neill.
create function words_of(p_text text) returns text[] language plpgsql immutable parallel safe as $$
begin
  return array(
    select distinct word
    from regexp_split_to_table(lower(normalize(p_text, nfc) collate "und-x-icu") collate "und-x-icu", '[^[:alnum:]]+') as word
    where word <> '');
end $$;
--> statement-breakpoint
create function users_added_words() returns trigger language plpgsql as $$
begin
  insert into user_words (word, user_id)
  select unnest(words_of(a.name || ' ' || a.username)), a.id from added a;
  return null;
end $$;
--> statement-breakpoint
create trigger users_added_words after insert on users
  referencing new table as added for each statement execute function users_added_words();
--> statement-breakpoint
create function users_changed_words() returns trigger language plpgsql as $$
begin
  delete from user_words w using renamed_from o, renamed_to n
  where o.id = n.id and w.user_id = n.id and (o.name, o.username) is distinct from (n.name, n.username);
  insert into user_words (word, user_id)
  select unnest(words_of(n.name || ' ' || n.username)), n.id
  from renamed_to n join renamed_from o using (id)
  where (o.name, o.username) is distinct from (n.name, n.username);
  return null;
end $$;
--> statement-breakpoint
create trigger users_changed_words after update on users
  referencing old table as renamed_from new table as renamed_to for each statement execute function users_changed_words();
