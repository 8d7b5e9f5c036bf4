import { ADMINISTRATOR } from "./dataset-fill.mjs";
import { PAGE_SIZE } from "./pages.mjs";

/**
 * What a page shows, asked for by hand: by somebody who knows the tables, the page and the data, writes for this page alone and
 * lets PostgreSQL plan it. Counts and ranges come from the same derived tables as the product's.
 *
 * @typedef {object} HandStatement
 * @property {string} text
 * @property {unknown[]} params
 * @property {string[]} members of the answer that have to be the product's, in the same order
 */

const LICENSE = `json_build_object('id', l.id, 'product', l.product, 'name', l.name, 'competitive', l.competitive, 'limit', l."limit",
  'notBefore', l.not_before, 'notAfter', l.not_after, 'scope', l.scope, 'withdrawnAt', l.withdrawn_at, 'used', l.used)`;

const COUNTED = `counted as materialized (
  select l.*, case when l.competitive then l.seated - coalesce(s.lapsed, 0) else l.granted end as used
  from licenses l
  left join (select license_id, count(*)::int as lapsed from seats where ends_at <= now() group by license_id) s on s.license_id = l.id)`;

/** Ended, over its limit, ending within 30 days, or nearly full. */
const WARNED = `l.withdrawn_at is null and (l.not_after <= now() or l.used > l."limit" or l.not_before <= now() and (
  l.not_after <= now() + interval '720 hours' or l.product <> 'CHAT' and l."limit" - l.used between 0 and case
    when l."limit" >= 1000 then l."limit" * 5 / 100 when l."limit" >= 100 then l."limit" * 8 / 100
    when l."limit" >= 26 then l."limit" * 10 / 100 when l."limit" >= 16 then 2 when l."limit" >= 2 then 1 else -1 end))`;

const preference = (name) =>
  `(select value from user_preferences where user_id = ${ADMINISTRATOR} and name = '${name}') as ${name}`;

const REGISTRY = `select now() as now, (select count(*) from licenses) as total,
  (select json_agg(${LICENSE}) from (select * from counted order by withdrawn_at is not null, product, id limit 10) l) as rows,
  (select json_agg(${LICENSE} order by l.product, l.not_after, l.id) from counted l where ${WARNED}) as warned,
  ${preference("hidden_warnings")}`;

const USERS_TOTAL = "(select sum(users) from user_buckets where scope = 0)";

/** The matrix of `users`, each with a place; $1 are its columns. */
const matrix = ({ ctes = "", total, users }) => `with ${ctes} ${COUNTED}
  select now() as now, ${total} as total,
    (select json_agg(${LICENSE} order by l.product, l.not_after, l.id) from counted l
      where l.id = any ((select $1::text::uuid[])::uuid[]) or ${WARNED}) as licenses,
    ${preference("matrix_columns")}, ${preference("hidden_warnings")},
    (select json_agg(json_build_object('id', u.id::text, 'name', u.name, 'username', u.username, 'domain', d.name,
        'disabled', u.disabled_at is not null, 'domainDisabled', d.disabled_at is not null, 'held', array(select license_id from grants where user_id = u.id)) order by u.place)
      from (${users}) u join domains d on d.id = u.domain_id) as users`;

const FIRST_USERS = `select id, name, username, domain_id, disabled_at, row_number() over (order by name, id) as place
  from users order by name, id limit ${PAGE_SIZE}`;

/** The range of names that has as many users before it as $2 says, or would have within it. */
const BUCKET = `bucket as materialized (
    select * from (
      select name, user_id, users, sum(users) over (order by name, user_id rows unbounded preceding) - users as before
      from user_buckets where scope = 0) b
    where $2::int < before + users order by name, user_id limit 1),`;

const USERS_BEHIND = `select u.*, row_number() over (order by u.name, u.id) as place from bucket b cross join lateral (
    select id, name, username, domain_id, disabled_at from users where (name, id) >= (b.name, b.user_id)
    order by name, id offset $2::int - b.before limit ${PAGE_SIZE}) u`;

const MATCHES = "word >= $2 and word < $3 and shared < char_length($2)";

const USERS_FOUND = `select user_id as id, name, username, domain_id, disabled_at, row_number() over (order by word, name, user_id) as place
  from user_words where ${MATCHES} order by word, name, user_id limit ${PAGE_SIZE}`;

const DIRECTORY = `select ${USERS_TOTAL} as total,
  (select json_agg(json_build_object('id', u.id::text, 'name', u.name, 'username', u.username, 'domain', d.name,
      'disabled', u.disabled_at is not null, 'domainDisabled', d.disabled_at is not null,
      'roles', array(select r.name from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = u.id order by r.name),
      'lastSignIn', (select at from audit_entries where user_id = u.id and act = 'sign_in' order by id desc limit 1),
      'sessions', (select count(*) from sessions where user_id = u.id and idle_ends_at > now() and ends_at > now())) order by u.name, u.id)
    from (select * from users order by name, id limit 20) u join domains d on d.id = u.domain_id) as users,
  (select json_agg(name order by name) from domains) as domains,
  (select json_agg(json_build_object('name', name, 'within', true) order by name) from roles) as roles`;

const AUDIT = `select (select count(*) from (select from audit_entries limit 10001) e) as total,
  (select json_agg(json_build_object('id', e.id::text, 'exactAt', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'act', e.act, 'actId', e.act_id, 'actorKind', e.actor_kind, 'actorId', e.actor_id, 'actorName', e.actor_name,
      'userId', e.user_id::text, 'userName', coalesce(e.after ->> 'user', e.before ->> 'user', u.name),
      'userAddress', coalesce(u.username || '@' || d.name,
        coalesce(e.after, e.before) ->> 'username' || '@' || (coalesce(e.after, e.before) ->> 'domain')),
      'licenseId', e.license_id, 'product', coalesce(l.product, e.after ->> 'product', e.before ->> 'product'),
      'before', e.before, 'after', e.after) order by e.at desc, e.id desc)
    from (select * from audit_entries order by at desc, id desc limit 25) e
    left join users u on u.id = e.user_id left join domains d on d.id = u.domain_id left join licenses l on l.id = e.license_id) as entries`;

const LIVE_SESSIONS = "sessions s where s.user_id = u.id and s.idle_ends_at > now() and s.ends_at > now()";

/** Whether user `u` is signed in, asked of one after the other: `exists` would read all who are. $1 is the license. */
const SIGNED_IN = `(coalesce((select true from ${LIVE_SESSIONS} limit 1), false) or coalesce((
  select s.ends_at > now() from seats s where s.license_id = $1 and s.user_id = u.id), false))`;

/** The registry with a window over it: the `users` who hold license $1, each with a place. */
const holders = ({ total, users }) => `with ${COUNTED} ${REGISTRY}, ${total} as holders_total,
  (select json_agg(json_build_object('id', u.id::text, 'name', u.name, 'username', u.username,
      'domain', json_build_object('id', d.id::text, 'name', d.name), 'grantedAt', u.granted_at,
      'sessions', (select count(*) from ${LIVE_SESSIONS}), 'signedIn', ${SIGNED_IN}) order by u.place)
    from (${users}) u join domains d on d.id = u.domain_id) as holders`;

/** Whether user `id` holds license $1, asked of one after the other. */
const grantOf = (id) => `lateral (select granted_at from grants where user_id = ${id} and license_id = $1 limit 1) g`;

const SIGNED_IN_HOLDERS = `select u.id, u.name, u.username, u.domain_id, g.granted_at, row_number() over (order by u.name, u.id) as place
  from users u cross join ${grantOf("u.id")} where ${SIGNED_IN} order by u.name, u.id limit 10`;

const HOLDERS_FOUND = `select w.user_id as id, w.name, w.username, w.domain_id, g.granted_at,
    row_number() over (order by w.word, w.name, w.user_id) as place
  from user_words w cross join ${grantOf("w.user_id")} where ${MATCHES} order by w.word, w.name, w.user_id limit 10`;

/** Of a thousand people found: where there are more, the page says that there are. */
const HOLDERS_FOUND_TOTAL = `(select count(*) from grants where license_id = $1 and user_id = any (array(
  select user_id from user_words where ${MATCHES} limit 1000)))`;

/** The words that begin with a text. */
const beginning = (text) => [text, `${text}\u{10ffff}`];

const BY_NAME = {
  registry: () => ({ text: `with ${COUNTED} ${REGISTRY}`, params: [], members: ["rows", "warned"] }),
  matrix: ({ columns }) => ofMatrix({ total: USERS_TOTAL, users: FIRST_USERS }, [columns]),
  "matrix, deep page": deep,
  "matrix, last page": deep,
  "matrix, search": ({ columns, q }) =>
    ofMatrix(
      { total: `(select count(*) from (select from user_words where ${MATCHES} limit 10001) w)`, users: USERS_FOUND },
      [columns, ...beginning(q)],
    ),
  "holders window": ({ license }) =>
    ofHolders({ total: "(select used from counted where id = $1)", users: SIGNED_IN_HOLDERS }, [license]),
  "holders window, search": ({ license, uq }) =>
    ofHolders({ total: HOLDERS_FOUND_TOTAL, users: HOLDERS_FOUND }, [license, ...beginning(uq)]),
  directory: () => ({ text: DIRECTORY, params: [], members: ["users", "domains", "roles"] }),
  "audit list": () => ({ text: AUDIT, params: [], members: ["entries"] }),
};

function deep({ columns, page }) {
  const statement = { ctes: BUCKET, total: USERS_TOTAL, users: USERS_BEHIND };
  return ofMatrix(statement, [columns, (page - 1) * PAGE_SIZE]);
}

const ofMatrix = (parts, params) => ({ text: matrix(parts), params, members: ["users", "licenses"] });

const ofHolders = (parts, params) => ({ text: holders(parts), params, members: ["rows", "warned", "holders"] });

/**
 * The statement by hand for a page of the bench.
 *
 * @param {import("./pages.mjs").Page} page
 * @returns {HandStatement}
 */
export function handStatement({ name, path }) {
  const query = new URL(path, "http://localhost").searchParams;
  return BY_NAME[name]({
    columns: `{${query.get("columns")}}`,
    page: Number(query.get("page")),
    q: query.get("q"),
    license: query.get("users"),
    uq: query.get("uq"),
  });
}
