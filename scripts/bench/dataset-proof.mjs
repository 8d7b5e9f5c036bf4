/** Buckets that do not have the users between their beginning and that of the next one; the last ones are left to the sums. */
function miscounted(buckets, users) {
  return `
    select count(*) from (
      select scope, name, user_id, users, lead(name) over w as next_name, lead(user_id) over w as next_id
      from user_buckets window w as (partition by scope order by name, user_id)) b
    where next_id is not null and ${buckets} and users <> (
      select count(*) from users u
      where ${users} and (u.name, u.id) >= (b.name, b.user_id) and (u.name, u.id) < (b.next_name, b.next_id))`;
}

/** What is wrong with the derived data, each as a count that has to be zero. */
const FAULTS = {
  "grants counted by licenses": `
    select count(*) from licenses l where granted <> (select count(*) from grants g where g.license_id = l.id)`,
  "seats counted by licenses": `
    select count(*) from licenses l where seated <> (select count(*) from seats s where s.license_id = l.id)`,
  "words of users": `
    select count(*) from users u
    where array(select w collate "C" from unnest(words_of(u.name || ' ' || u.username)) w order by 1)
      <> array(select w.word from user_words w where w.user_id = u.id order by 1)`,
  "names and domains beside words": `
    select count(*) from user_words w join users u on u.id = w.user_id where (w.name, w.domain_id, w.username, w.disabled_at) is distinct from (u.name, u.domain_id, u.username, u.disabled_at)`,
  "users counted by the buckets of all domains": miscounted("b.scope = 0", "true"),
  "users counted by the buckets of a domain": miscounted("b.scope > 0", "u.domain_id = b.scope"),
  "sums of buckets": `
    select count(*) from (select scope, sum(users) as users from user_buckets group by scope) b
    full join (select domain_id as scope, count(*) as users from users group by domain_id union all select 0, count(*) from users) u
      using (scope)
    where b.users is distinct from u.users`,
};

/**
 * Counts what the product derives and what it was derived from, and what the size promises.
 *
 * @param {import("postgres").Sql} sql
 * @param {import("./dataset.mjs").Size} size
 * @throws when a count is wrong
 */
export async function proveDataset(sql, size) {
  const [found] = await sql`
    select (select count(*)::int from users) as users, (select count(*)::int from domains) as domains,
      (select count(*)::int from licenses) as licenses, (select count(*)::int from grants) as grants,
      (select count(*)::int from sessions where idle_ends_at > now() and ends_at > now()) as sessions`;
  const { users, domains, licenses, grants } = size;
  const promised = { users, domains, licenses, grants: users * grants, sessions: users / 5 };
  for (const [name, count] of Object.entries(promised)) {
    if (found[name] !== count) throw new Error(`The data set has ${found[name]} ${name} instead of ${count}.`);
  }
  for (const [what, statement] of Object.entries(FAULTS)) {
    const [row] = await sql.unsafe(statement);
    if (Number(Object.values(row)[0]) !== 0) throw new Error(`The data set is not exact: ${what}.`);
  }
}
