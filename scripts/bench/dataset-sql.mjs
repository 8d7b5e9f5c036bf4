import { PEOPLE } from "./people.mjs";

/**
 * The statements that make a data set. What the triggers of the product keep (words of names, counters, buckets of users)
 * is kept by them while these run: no statement here knows of it.
 */

/** So many licenses are the ones that most grants are of, two of them set aside; over a hundred thousand each at L. */
const POPULAR = 30;

/** From this number on two licenses are granted to nobody: one by chance, and CHAT, which is not personal. */
const UNTOUCHED = 11;

/** Ids are the same in each data set. Sessions end long after the data were made: they are kept between runs. */
export const licenses = ({ licenses: count }) => `
  insert into certificates (id, customer_id, key_id, issuer, issued_at, text)
  select md5('certificate')::uuid, md5('customer')::uuid, 'bench', 'Bench', now(), 'none';
  insert into customers (id, organization, certificate_id)
  select md5('customer')::uuid, 'Acme', md5('certificate')::uuid;
  insert into licenses (id, certificate_id, product, name, competitive, "limit", not_before, not_after, scope)
  select md5('license' || nth)::uuid, md5('certificate')::uuid, product, case when nth > 12 then 'Site ' || nth / 12 end,
    product <> 'CHAT' and nth % 5 in (2, 4), 1000000, now() - interval '400 days', now() + interval '1 day', '{}'
  from generate_series(1, ${count}) nth cross join lateral (
    select ('{CALL_CENTER,CALL_MANAGER,VOIP_DEVICE,MOBILE,EMAIL,QUALITY_AUDITOR,CUSTOMER_SERVICE,CUSTOMER_PORTAL,WFM,CALL_CENTER,
      CALL_MANAGER,CHAT}'::text[])[case when nth > 12 then 1 + nth % 11 else nth end] as product) p`;

/** Terms are counted from today each time the data are used: one has expired, one ends soon. */
export const TERMS = `
  update licenses l set not_before = now() - interval '400 days',
    not_after = now() + make_interval(days => case nth when 6 then -3 when 3 then 20 else 60 + 7 * nth end)
  from generate_series(1, 1000) nth where l.id = md5('license' || nth)::uuid`;

export const domains = (size) => `
  insert into domains (name) select 'site' || n || '.example' from generate_series(1, ${size.domains}) n`;

/** The users from one number to another: half Latin, half Cyrillic, every fiftieth disabled. A user's number is their id. */
export function addUsers(sql, { domains: count }, from, till) {
  const lists = Object.fromEntries(Object.entries(PEOPLE).map(([name, list]) => [name, JSON.stringify(list)]));
  return sql`
    with lists as materialized (
      select array(select jsonb_array_elements_text(${lists.latinFirst}::text::jsonb)) as latin_first,
        array(select jsonb_array_elements_text(${lists.latinLast}::text::jsonb)) as latin_last,
        array(select jsonb_array_elements_text(${lists.cyrillicFirst}::text::jsonb)) as cyrillic_first,
        array(select jsonb_array_elements_text(${lists.cyrillicLast}::text::jsonb)) as cyrillic_last
    ), spread as (
      -- Two numbers from 0 to 1 for each user; squared below, so that a few names are many people's.
      select n, n * 2654435761 % 4294967296 / 4294967296.0 as x, n * 40503 % 65536 / 65536.0 as y
      from generate_series(${from}::bigint, ${till}::bigint) n
    ), named as (
      select n, n % 2 = 0 as latin,
        case when n % 2 = 0 then latin_first else cyrillic_first end as firsts,
        case when n % 2 = 0 then latin_last else cyrillic_last end as lasts, x, y
      from spread, lists)
    insert into users (domain_id, username, name, disabled_at)
    select 1 + n % ${count}::int, case when latin then lower(last) else 'agent' end || n, first || ' ' || last,
      case when n % 50 = 0 then now() - interval '30 days' end
    from (select n, latin, firsts[1 + floor(x * x * cardinality(firsts))::int] as first,
      lasts[1 + floor(y * y * cardinality(lasts))::int] as last from named) p
    order by n`;
}

/** One grant more for each user: of a popular license, but for the last step of a size that has others. */
export function addGrants(sql, { licenses: count, grants }, step) {
  const isOfOthers = step === grants - 1 && count > POPULAR;
  if (isOfOthers) {
    return sql`
      insert into grants (user_id, license_id)
      select u.id, md5('license' || ${POPULAR + 1}::int + u.id % ${count - POPULAR}::int)::uuid from users u order by u.id`;
  }
  const many = Math.min(POPULAR, count) - 2;
  return sql`
    insert into grants (user_id, license_id)
    select u.id, md5('license' || case when nth < ${UNTOUCHED}::int then nth else nth + 2 end)::uuid
    from users u cross join lateral (select 1 + (u.id + u.id / 30 + ${step * 3}::int) % ${many}::int as nth) l
    order by u.id`;
}

/** One license is full. */
export const LIMITS = `update licenses set "limit" = greatest(granted, 1) where id = md5('license5')::uuid`;

/** One enabled user in five is signed in, some of them twice, with a seat in one concurrent license of each product. */
export const SESSIONS = `
  insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
  select sha256((id || ' ' || nth)::bytea), id, 'browser', now() + interval '10 years', now() + interval '10 years'
  from users, generate_series(1, 2) nth where id % 5 = 0 and id % 50 <> 0 and (nth = 1 or id % 50 = 5);
  insert into seats (license_id, user_id, ends_at)
  select distinct on (g.user_id, l.product) g.license_id, g.user_id, now() + interval '10 years'
  from grants g join licenses l on l.id = g.license_id
  where l.competitive and g.user_id % 5 = 0 and g.user_id % 50 <> 0
  order by g.user_id, l.product, l.id`;

/** One entry a user over the last ninety days: every third is a sign-in. The newest is sealed, so the chain goes on behind it. */
export const AUDIT = `
  insert into audit_entries (at, act, act_id, actor_kind, actor_id, actor_name, user_id, license_id, before, after)
  select now() - interval '90 days' + u.id * (interval '90 days' / (select count(*) + 1 from users)), p.act, gen_random_uuid(), 'user',
    case p.act when 'sign_in' then u.id else 1 end::text, case p.act when 'sign_in' then u.username else 'admin' end || '@site.example',
    u.id, case p.act when 'sign_in' then null else l.id end,
    case p.act when 'sign_in' then null else jsonb_build_object('held', false, 'user', u.name, 'product', l.product) end,
    case p.act when 'sign_in' then jsonb_build_object('kind', 'browser') else jsonb_build_object('held', true, 'user', u.name, 'product', l.product) end
  from users u join licenses l on l.id = md5('license' || 1 + u.id % 10)::uuid,
    lateral (select case u.id % 3 when 0 then 'sign_in' else 'assign_license' end as act) p
  order by u.id;
  insert into audit_seals (position, entry_id, hash)
  select 1, e.id, sha256(audit_entry_bytes(e.id, e)) from audit_entries e order by e.id desc limit 1`;
