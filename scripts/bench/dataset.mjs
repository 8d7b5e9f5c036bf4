import { createHash, randomBytes } from "node:crypto";
import postgres from "postgres";

/** @typedef {{ name: string, users: number, domains: number }} Size */

/** @type {Size[]} three grants a user; twelve licenses in each */
export const SIZES = [
  { name: "S", users: 1_000, domains: 2 },
  { name: "M", users: 100_000, domains: 50 },
];

/**
 * One that nobody is granted, one full, one expired, five concurrent: what a page has to say something about. CHAT is
 * the last, so that grants go to the others by number.
 */
const LICENSES = `
  insert into certificates (id, customer_id, key_id, issuer, issued_at, text)
  select md5('certificate')::uuid, md5('customer')::uuid, 'bench', 'Bench', now(), 'none';
  insert into customers (id, organization, certificate_id)
  select md5('customer')::uuid, 'Acme', md5('certificate')::uuid;
  insert into licenses (id, certificate_id, product, name, competitive, "limit", not_before, not_after, scope)
  select md5('license' || nth)::uuid, md5('certificate')::uuid, product,
    case when nth in (2, 4) then 'Second site' end, nth in (2, 4, 5, 7, 9), 1000000,
    now() - interval '400 days', now() + make_interval(days => case nth when 6 then -3 when 3 then 20 else 20 * nth::int end), '{}'
  from unnest('{CALL_CENTER,CALL_CENTER,CALL_MANAGER,CALL_MANAGER,VOIP_DEVICE,MOBILE,EMAIL,QUALITY_AUDITOR,CUSTOMER_SERVICE,
    CUSTOMER_PORTAL,WFM,CHAT}'::text[]) with ordinality as l(product, nth)`;

/** Half of the names Latin, half Cyrillic. */
const users = ({ users: count, domains }) => `
  insert into domains (name) select 'domain' || n || '.example' from generate_series(1, ${domains}) n;
  insert into users (domain_id, username, name)
  select 1 + n % ${domains}, lower(latin_last[1 + n / 2 % 10]) || n, case when n % 2 = 0
    then latin_first[1 + n / 20 % 10] || ' ' || latin_last[1 + n / 2 % 10]
    else cyrillic_first[1 + n / 20 % 10] || ' ' || cyrillic_last[1 + n / 2 % 10] end || ' ' || to_char(n * 7919 % ${count}, 'FM000000')
  from generate_series(1, ${count}) n, (values (
    '{Anna,Boris,Clara,Daniel,Eva,Felix,Greta,Henry,Irene,Jonas}'::text[],
    '{Adams,Baker,Carter,Dorsey,Evans,Foster,Griffin,Harris,Irving,Jensen}'::text[],
    '{Олена,Богдан,Софія,Данило,Єва,Федір,Ганна,Андрій,Ірина,Юрій}'::text[],
    '{Шевченко,Бондаренко,Коваль,Ткаченко,Мельник,Кравченко,Іваненко,Савченко,Руденко,Марченко}'::text[]
  )) as names(latin_first, latin_last, cyrillic_first, cyrillic_last)`;

/** Three licenses for each user; one user in ten is signed in and takes a seat in each concurrent one. */
const GRANTS = `
  insert into grants (user_id, license_id)
  select id, md5('license' || 1 + (id / 3 + step) % 11)::uuid from users, unnest('{0,3,7}'::int[]) step;
  update licenses set "limit" = granted where product = 'EMAIL';
  insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
  select sha256(id::text::bytea), id, 'browser', now() + interval '1 day', now() + interval '1 day' from users where id % 10 = 0;
  insert into seats (license_id, user_id, ends_at)
  select g.license_id, g.user_id, now() + interval '1 day' + g.user_id * interval '1 second'
  from grants g join licenses l on l.id = g.license_id where l.competitive and g.user_id % 10 = 0`;

/**
 * Makes a database of a given size: set-based, with everything in place that the product itself would keep.
 *
 * @param {string} adminUrl of a superuser of the server
 * @param {Size} size
 * @param {(url: string) => Promise<void>} migrate
 * @returns {Promise<{ url: string, cookie: string }>} `cookie` of an administrator
 */
export async function createDataset(adminUrl, size, migrate) {
  const url = new URL(adminUrl);
  url.pathname = `/bench_${size.name.toLowerCase()}`;
  await query(adminUrl, (sql) => sql`create database ${sql(url.pathname.slice(1))}`);
  await migrate(url.href);
  const cookie = await query(url.href, async (sql) => {
    for (const statements of [LICENSES, users(size), GRANTS]) await sql.unsafe(statements);
    const given = await addAdministrator(sql);
    await sql.unsafe("vacuum (analyze)");
    return given;
  });
  return { url: url.href, cookie };
}

async function addAdministrator(sql) {
  await sql`insert into user_roles (user_id, role_id) select 1, id from roles where name = 'sysadmin'`;
  return openSession(sql, 1);
}

/**
 * Signs a user in without a password.
 *
 * @returns {Promise<string>} the cookie
 */
export async function openSession(sql, userId) {
  const token = randomBytes(32).toString("base64url");
  await sql`
    insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
    values (${createHash("sha256").update(token).digest()}, ${userId}, 'browser', now() + interval '1 day', now() + interval '1 day')`;
  return `seatwise.session=${token}`;
}

/**
 * Gives a user an access token.
 *
 * @returns {Promise<string>} the token
 */
export async function openToken(sql, userId) {
  const token = randomBytes(32).toString("base64url");
  await sql`
    insert into access_tokens (user_id, name, scope, token_hash, ends_at)
    values (${userId}, 'bench', 'read', ${createHash("sha256").update(token).digest()}, now() + interval '1 day')`;
  return token;
}

/** Does something on one connection. */
export async function query(url, work) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
