import { type SQL, sql } from "drizzle-orm";
import { json } from "@/db/client";
import { TOTAL_CAP } from "@/lib/list-request";
import { foldedText } from "@/lib/normal-text";
import { searchPatterns } from "@/lib/search-text";
import { matchesOf, wordsWith } from "./search-pages";
import { all, matchesPatterns, usersWhere } from "./user-search";
import { hasWord, searchTerms } from "./word-search";

/** The domain whose things exist for whoever asks; null: all. */
export type AuditBounds = { id: string; name: string } | null;

/**
 * So many people, and entries of theirs, are looked up one by one: as many as a total counts. Where there are more, the order of
 * time finds a page of them soon.
 */
export const LOOKED_UP = TOTAL_CAP;

/** Of so few people all entries up to this are looked up: they may lie long ago, behind everybody else's. */
const FEW = 200;
const LOOKED_UP_OF_FEW = 50_000;

/** Entries of deleted users. */
const OF_DELETED = sql`e.act = 'delete_user' and e.user_id is not null`;

const atMost = (rows: number) => sql`limit ${rows}::int`;

/** What a search for people says of entries `e`. */
export type Meant = {
  /** Common table expressions, in order; one of them is recursive. */
  ctes: SQL[];
  /** Of an entry, whether it is about or by somebody meant: asked of each that is passed in order of time. */
  asked: SQL;
  /** Ids of the entries of whoever is meant, looked up: all of them where `isWhole`, else the first. */
  lookedUp: SQL;
  isWhole: SQL;
};

/** A whole address, which means whoever bears or bore it. */
type Address = { username: string; domain: string };

const withinOf = (bounds: AuditBounds) => (bounds === null ? [] : [sql`u.domain_id = ${bounds.id}::bigint`]);

/** Deleted users within bounds by the entry `e` of their end; a condition on it may follow. */
const deletedWithin = (bounds: AuditBounds) => sql`select e.user_id as id from audit_entries e
    where ${OF_DELETED} and ${bounds === null ? sql`true` : sql`e.user_id in (select id from own)`}`;

const patternsOf = (q: string) => sql`all (array(select jsonb_array_elements_text(${json(searchPatterns(q))})))`;

/** `bearer`: who bears the address, or bore it in the end. */
function bearerOf({ username, domain }: Address, bounds: AuditBounds): SQL {
  return sql`bearer as materialized (
      select u.id from users u where ${sql.join([sql`u.username = ${username}`, ...withinOf(bounds)], sql` and `)}
        and u.domain_id = (select d.id from domains d where d.name = ${domain})
      union ${deletedWithin(bounds)} and e.before ->> 'username' = ${username} and e.before ->> 'domain' = ${domain})`;
}

/** `living`: users whom `q` finds, where `unborne`. */
function livingWith(q: string, bounds: AuditBounds, unborne: SQL): SQL[] {
  const filter = { q, bounds: bounds?.id ?? null, domain: "", state: "", has: "", without: "" } as const;
  const terms = searchTerms(q);
  const limit = atMost(LOOKED_UP + 1);
  if (terms.length === 0) {
    return [sql`living as materialized (select u.id from users u where ${usersWhere(filter)} and ${unborne} ${limit})`];
  }
  return [
    wordsWith(terms, filter),
    matchesOf(terms, filter, { order: limit }),
    sql`living as materialized (select m.id from matches m where ${unborne})`,
  ];
}

/** `gone`: deleted users whom `q` finds by the name and the address that they had in the end, where `unborne`. */
function goneWith(q: string, bounds: AuditBounds, unborne: SQL): SQL {
  return sql`gone as materialized (
      ${deletedWithin(bounds)} and ${unborne} and concat_ws(' ', e.before ->> 'user',
        concat_ws('@', e.before ->> 'username', e.before ->> 'domain')) ~* ${patternsOf(q)})`;
}

/** `others`: names of those who act and are no users, where `q` finds them and `unborne`. Leaps from each name to the next. */
function othersWith(q: string, unborne: SQL): SQL[] {
  return [
    sql`every_other as (
      (select min(actor_name) as name from audit_entries where actor_kind <> 'user')
      union all select (select min(a.actor_name) from audit_entries a where a.actor_kind <> 'user' and a.actor_name > o.name)
      from every_other o where o.name is not null)`,
    sql`others as materialized (
      select name from every_other where ${unborne} and name collate "und-x-icu" ~* ${patternsOf(q)})`,
  ];
}

/** `meant`: ids of the entries about and by `people` and by `others`; one more than `bound` allows, where there are more. */
const MEANT = [
  sql`bound as materialized (
      select case when (select count(*) from people) + (select count(*) from others) <= ${FEW}::int
        then ${LOOKED_UP_OF_FEW}::int else ${LOOKED_UP}::int end as entries)`,
  // Laterals with an offset stay what they are: an index is asked for each person, whatever the planner believes them to be.
  sql`meant as materialized (
      select a.id from people p cross join lateral (
        select a.id from audit_entries a where a.user_id = p.id offset 0) a
      union all select a.id from people p cross join lateral (
        select a.id from audit_entries a where a.actor_kind = 'user' and a.actor_id = p.id::text offset 0) a
      union all select a.id from others o cross join lateral (
        select a.id from audit_entries a where a.actor_kind <> 'user' and a.actor_name = o.name offset 0) a
      limit (select entries + 1 from bound))`,
];

/** Whether user `id` is found by `q`, asked of this one: by their words, and where patterns or bounds must decide, themselves. */
function finds(q: string, id: SQL, bounds: AuditBounds): SQL {
  const words = searchTerms(q).map((term) => hasWord(term, id));
  const asked = [...withinOf(bounds), ...matchesPatterns(q)];
  const user = sql`coalesce((select ${sql.join(asked, sql` and `)} from users u where u.id = ${id}), false)`;
  return all([...words, ...(asked.length > 0 ? [user] : [])]);
}

/** Of entry `e`, whether it is about or by somebody meant. `known` holds the users who are meant whatever `finds` says. */
function askedOf(q: string, bounds: AuditBounds, { known, unborne }: { known: SQL; unborne: SQL }): SQL {
  const isOne = (id: SQL) => sql`(${id} in (select id from ${known}) or ${unborne} and ${finds(q, id, bounds)})`;
  return sql`(e.user_id is not null and ${isOne(sql`e.user_id`)}
    or e.actor_kind = 'user' and ${isOne(sql`(case when e.actor_id ~ '^[0-9]{1,18}$' then e.actor_id end)::bigint`)}
    or e.actor_kind <> 'user' and e.actor_name in (select name from others))`;
}

/**
 * Whom `q` means: users, deleted users by the entry of their end, and by name those who act and are no users. A whole address
 * means whoever bears or bore it; only if there is nobody, it means whom a search for it finds. Within `bounds`, which need the
 * relation `own`, there is nobody else.
 */
export function meantBy(q: string, bounds: AuditBounds): Meant {
  const [username = "", domain = "", ...rest] = foldedText(q).split("@");
  const isAddress = domain !== "" && rest.length === 0;
  const unborne = isAddress ? sql`not exists (select from bearer)` : sql`true`;
  const people = sql`people as materialized (
      ${isAddress ? sql`select id from bearer union all` : sql``}
      select id from living union all select id from gone)`;
  return {
    ctes: [
      ...(isAddress ? [bearerOf({ username, domain }, bounds)] : []),
      ...livingWith(q, bounds, unborne),
      goneWith(q, bounds, unborne),
      people,
      ...othersWith(q, unborne),
      ...MEANT,
    ],
    asked: askedOf(q, bounds, { known: isAddress ? sql`people` : sql`gone`, unborne }),
    lookedUp: sql`(select distinct id from meant)`,
    isWhole: sql`((select count(*) from people) <= ${LOOKED_UP}::int
      and (select count(*) from meant) <= (select entries from bound))`,
  };
}
