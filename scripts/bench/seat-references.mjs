import { SEAT_LICENSE_ID, SEATED, SEATS } from "./write-licenses.mjs";

const TAKEN = "now() + interval '1 day'";

/** Tables of the references: one license with as many seats, as many of them taken, as the product's own. */
export const SEAT_TABLES = `
  create table seat_rows (id int primary key, license_id int not null, user_id bigint, ends_at timestamptz not null);
  insert into seat_rows select n, 1, n, case when n <= ${SEATED} then ${TAKEN} else '-infinity' end from generate_series(1, ${SEATS}) n;
  create index on seat_rows (license_id, ends_at);
  create table seat_counters (license_id int primary key, used int not null);
  insert into seat_counters values (1, ${SEATED});
  create table seat_counts (license_id int, user_id bigint, ends_at timestamptz not null, primary key (license_id, user_id));
  create index on seat_counts (license_id, ends_at);
  insert into seat_counts select 1, -n, ${TAKEN} from generate_series(1, ${SEATED}) n;
  create table seat_locks (license_id int primary key);
  insert into seat_locks values (1);
  create function take_counted(p_user bigint) returns bigint language plpgsql as $$
  begin
    perform 1 from seat_locks where license_id = 1 for no key update;
    if (select count(*) from seat_counts where license_id = 1 and ends_at > now()) >= ${SEATS} then return null; end if;
    insert into seat_counts values (1, p_user, ${TAKEN}) on conflict (license_id, user_id) do update set ends_at = excluded.ends_at;
    return p_user;
  end $$;
  analyze`;

const draws = { user: [1, 1_000_000] };

/**
 * Ways to take a seat and to give it back, by themselves, as scripts of the reference.
 *
 * @type {Record<string, import("./reference-load.mjs").Script>}
 */
export const SEAT_SCRIPTS = {
  "a row per seat, skip locked": {
    draws,
    statements: [
      {
        text:
          `update seat_rows set user_id = :user, ends_at = ${TAKEN} where id = (select id from seat_rows where license_id = 1 ` +
          "and ends_at <= now() order by ends_at limit 1 for update skip locked) returning id as seat",
        keeps: true,
      },
      { text: "update seat_rows set ends_at = '-infinity' where id = :seat" },
    ],
  },
  "a counter": {
    draws,
    statements: [
      {
        text: `update seat_counters set used = used + 1 where license_id = 1 and used < ${SEATS} returning used as seat`,
        keeps: true,
      },
      { text: "update seat_counters set used = used - 1 where license_id = 1" },
    ],
  },
  "a lock and a count": {
    draws,
    statements: [
      { text: "select take_counted(:user) as seat", keeps: true },
      { text: "delete from seat_counts where license_id = 1 and user_id = :seat" },
    ],
  },
};

/** The audit entry of the user of `session`. */
const noted = (act, after) =>
  `insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, after)
    select '${act}', gen_random_uuid(), 'user', user_id::text, 'sitter', user_id, ${after} from session`;

/**
 * What a sign-in and a sign-out write, with the product's tables, indexes and triggers, and nothing that decides about it:
 * no password, no roles, no grants, no terms, no limit.
 *
 * @param {string[]} users who hold the license, with ids one behind the other
 * @returns {import("./reference-load.mjs").Script}
 */
export function sameRowsScript(users) {
  return {
    draws: { user: [Number(users[0]), Number(users.at(-1))] },
    statements: [
      {
        text: `with session as (
          insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
          values (sha256(gen_random_uuid()::text::bytea), :user, 'browser', ${TAKEN}, ${TAKEN}) returning user_id
        ), seat as (
          insert into seats (license_id, user_id, ends_at) select ${SEAT_LICENSE_ID}, user_id, ${TAKEN} from session
          on conflict (license_id, user_id) do update set ends_at = excluded.ends_at
        ), entry as (${noted("sign_in", `'{"kind": "browser"}'::jsonb`)})
        select user_id as seat from session`.replaceAll(/\s*\n\s*/g, " "),
        keeps: true,
      },
      {
        text: `with session as (
          delete from sessions where user_id = :seat returning user_id
        ), seat as (
          delete from seats where user_id = :seat
        ), entry as (${noted("sign_out", "null")})
        select 1`.replaceAll(/\s*\n\s*/g, " "),
      },
    ],
  };
}
