/** So many named licenses for random writes; the first of them is the one that all want at once. */
export const WRITTEN = 100;

/** So many users of the data set are written about, if it has so many; also the most that one act is for. */
const USERS = 10_000;

/** Users of their own, who hold one concurrent license and nothing else. */
export const SITTERS = 2_000;

/** Signed in already when the seats are measured, and how many may be. */
export const SEATED = 900;
export const SEATS = 1_000;

/** The id of the nth license of one of the families below, as SQL makes it and as we do. */
export const WRITTEN_ID = "md5('written' || nth)::uuid";
export const SEAT_LICENSE_ID = "md5('seats')::uuid";

/**
 * Licenses and users that only the writes of the bench are about, in a copy of a data set.
 *
 * @param {import("postgres").Sql} sql
 * @returns {Promise<{ licenses: string[], seatLicense: string, sitters: string[], users: string[] }>} the `users` are
 *   those with the ids from 1 on
 */
export async function addWriteLicenses(sql) {
  await sql.unsafe(`
    insert into licenses (id, certificate_id, product, competitive, "limit", not_before, not_after, scope)
    select ${WRITTEN_ID}, certificate_id, 'WRITTEN', false, 10000000, now() - interval '1 day', now() + interval '1 day', '{}'
    from customers, generate_series(1, ${WRITTEN}) nth;
    insert into licenses (id, certificate_id, product, competitive, "limit", not_before, not_after, scope)
    select ${SEAT_LICENSE_ID}, certificate_id, 'SEATS', true, ${SEATS}, now() - interval '1 day', now() + interval '1 day', '{}'
    from customers`);
  const sitters = await sql`
    insert into users (domain_id, username, name)
    select 1, 'sitter' || nth, 'Sitter ' || nth from generate_series(1, ${SITTERS}::int) nth returning id::text`;
  await sql.unsafe(`
    insert into grants (user_id, license_id) select id, ${SEAT_LICENSE_ID} from users where username ~ '^sitter';
    insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
    select sha256(username::bytea), id, 'browser', now() + interval '1 day', now() + interval '1 day'
    from (select * from users where username ~ '^sitter' order by id limit ${SEATED}) u;
    insert into seats (license_id, user_id, ends_at)
    select ${SEAT_LICENSE_ID}, id, now() + interval '1 day'
    from (select * from users where username ~ '^sitter' order by id limit ${SEATED}) u;
    analyze`);
  const licenses = await sql.unsafe(
    `select ${WRITTEN_ID}::text as id from generate_series(1, ${WRITTEN}) nth order by nth`,
  );
  const [{ id: seatLicense }] = await sql.unsafe(`select ${SEAT_LICENSE_ID}::text as id`);
  const users = await sql`
    select id::text from users where username !~ '^sitter' order by id limit ${USERS}`;
  return { licenses: ids(licenses), seatLicense, sitters: ids(sitters).slice(SEATED), users: ids(users) };
}

function ids(rows) {
  return rows.map(({ id }) => id);
}
