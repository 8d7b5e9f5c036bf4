import { type SQL, sql } from "drizzle-orm";
import { json } from "@/db/client";
import { TOTAL_CAP } from "@/lib/list-request";
import { searchPatterns } from "@/lib/search-text";
import { type AuditBounds, LOOKED_UP, type Meant, meantBy } from "./audit-people";
import { isUuid } from "@/lib/ids";

export type { AuditBounds } from "./audit-people";

/** Which entries are asked for. Empty text asks for nothing. */
export type AuditFilter = {
  /** Words of the person who acted or whom it was done to, or an address `user@domain`. */
  q: string;
  /** Id of a license, or words of a product or display name. */
  license: string;
  act: string;
  /** First and last day, `yyyy-MM-dd` in the installation's time zone. */
  from: string;
  till: string;
  actId: string;
};

/** The order of every list of entries `e`. */
export const NEWEST_FIRST = sql`order by e.at desc, e.id desc`;

const domainOf = sql`coalesce(e.after ->> 'domain', e.before ->> 'domain')`;

/** Entries that name the domain, and no other domain that had the name before. */
function naming({ name }: { name: string }, named: SQL): SQL {
  return sql`${named} = ${name}::text and e.id > (select last_given_up(${name}::text))`;
}

/** The users of a domain, deleted ones too. */
function ownOf(domain: { id: string; name: string }): SQL {
  return sql`own as materialized (
    select u.id from users u where u.domain_id = ${domain.id}::bigint
    union select e.user_id from audit_entries e where e.act = 'delete_user' and ${naming(domain, sql`e.before ->> 'domain'`)})`;
}

/** Whether a user of the own domain did what entry `e` is about, where `own` is known. */
export const doneByOwn = (e: SQL) => sql`${e}.actor_kind = 'user' and ${e}.actor_id in (select id::text from own)`;

/**
 * Entries about users of the own domain; and of those about no user: what names the own domain, or names none and is
 * about licenses or was done by a user of the own domain.
 */
function withinDomain(domain: { id: string; name: string }): SQL {
  return sql`(e.user_id in (select id from own) or e.user_id is null and case when ${domainOf} is not null
    then ${naming(domain, domainOf)}
    else e.license_id is not null or e.act = 'import_certificate' or ${doneByOwn(sql`e`)} end)`;
}

/** Entries that may be within the domain, each person's by themselves: as many as are looked up, and one more. */
const entriesOfOwn = sql`entries_of_own as materialized (
  select a.id from own o cross join lateral (select a.id from audit_entries a where a.user_id = o.id offset 0) a
  union all select a.id from audit_entries a where a.user_id is null limit ${LOOKED_UP + 1}::int)`;

/** When a day begins. Where clocks go back over midnight it comes twice, and PostgreSQL takes the second one. */
function beginOf(day: SQL, timeZone: string): SQL {
  const midnight = sql`(${day}::timestamp at time zone ${timeZone}::text)`;
  const hourBefore = sql`(${midnight} - interval '1 hour')`;
  return sql`case when ${hourBefore} at time zone ${timeZone}::text >= ${day}::timestamp then ${hourBefore} else ${midnight} end`;
}

function plainConditions({ license, act, from, till, actId }: AuditFilter, timeZone: string): SQL[] {
  const conditions: SQL[] = [];
  if (from !== "") conditions.push(sql`e.at >= ${beginOf(sql`${from}::text::date`, timeZone)}`);
  if (till !== "") conditions.push(sql`e.at < ${beginOf(sql`(${till}::text::date + 1)`, timeZone)}`);
  if (act !== "") conditions.push(sql`e.act = ${act}::text`);
  if (actId !== "") conditions.push(sql`e.act_id = ${actId}::uuid`);
  if (isUuid(license)) conditions.push(sql`e.license_id = ${license}::uuid`);
  else if (license !== "") {
    const named = sql`select l.id from licenses l where l.product || ' ' || coalesce(l.name, '') collate "und-x-icu"
      ~* all (array(select jsonb_array_elements_text(${json(searchPatterns(license))})))`;
    // An array, so that no plan begins with the entries of all these licenses; and without any nothing is read.
    conditions.push(sql`exists (${named}) and e.license_id = any (array(${named}))`);
  }
  return conditions;
}

/** Entries `e` in one of several ways, of which exactly one runs. */
type Way = { gate: SQL; from: SQL; condition: SQL };

const ENTRIES = sql`audit_entries e`;
const ALWAYS = sql`true`;

const fetched = (ids: SQL) =>
  sql`${ids} i cross join lateral (select * from audit_entries e where e.id = i.id limit 1) e`;

/** By the entries of the own domain where these are few, else passed until there are enough. */
function waysOf(bounds: AuditBounds): Way[] {
  const passed = { gate: ALWAYS, from: ENTRIES, condition: ALWAYS };
  if (bounds === null) return [passed];
  const isWhole = sql`((select count(*) from entries_of_own) <= ${LOOKED_UP}::int)`;
  return [
    { ...passed, gate: isWhole, from: fetched(sql`entries_of_own`) },
    { ...passed, gate: sql`not ${isWhole}` },
  ];
}

/** By the entries of whoever is meant where these are few, else each is asked. */
function waysOfMeant({ asked, lookedUp, isWhole }: Meant, bounds: AuditBounds): Way[] {
  return [
    { gate: isWhole, from: fetched(lookedUp), condition: ALWAYS },
    ...waysOf(bounds).map(({ gate, from, condition }) => ({
      gate: sql`not ${isWhole} and ${gate}`,
      from,
      condition: sql`${condition} and ${asked}`,
    })),
  ];
}

/** The ways one behind the other. */
function entriesOf(ways: Way[], columns: SQL, wanted: SQL[], tail: SQL): SQL {
  const parts = ways.map(
    ({ gate, from, condition }) =>
      sql`(select ${columns} from ${from} where ${sql.join([gate, condition, ...wanted], sql` and `)} ${tail})`,
  );
  return sql.join(parts, sql` union all `);
}

export type MatchingEntries = {
  /** Common table expressions of the others, each with a comma behind it. */
  ctes: SQL;
  /** Entries `e` behind a condition, newest first, so many. */
  newest: (rows: SQL, condition?: SQL) => SQL;
  /** `counted` and `more`, exact to 10,000 as far as entries are looked up, where the relation `page` is known. */
  count: SQL;
};

/** The entries that `filter` asks for and `bounds` lets exist. */
export function matchingEntries(filter: AuditFilter, bounds: AuditBounds, timeZone: string): MatchingEntries {
  const meant = filter.q === "" ? null : meantBy(filter.q, bounds);
  const conditions = plainConditions(filter, timeZone);
  if (bounds !== null) conditions.push(withinDomain(bounds));
  const ctes = [...(bounds === null ? [] : [ownOf(bounds), entriesOfOwn]), ...(meant?.ctes ?? [])];
  const ways = meant ? waysOfMeant(meant, bounds) : waysOf(bounds);
  // Of more than are looked up, the first are counted; where there is no such page, all.
  const first = meant && {
    gate: sql`not ${meant.isWhole} and exists (select from page)`,
    from: fetched(meant.lookedUp),
    condition: ALWAYS,
  };
  const toCount = first
    ? [first, ...ways.map((way) => ({ ...way, gate: sql`not (${first.gate}) and ${way.gate}` }))]
    : ways;
  const cap = sql`limit ${TOTAL_CAP + 1}::int`;
  return {
    ctes: sql.join(ctes.map((each) => sql`${each}, `)),
    newest: (rows, condition = ALWAYS) => sql`
      select * from (${entriesOf(ways, sql`e.*`, [...conditions, condition], sql`${NEWEST_FIRST} limit ${rows}`)}) e`,
    count: sql`
      select c.counted, c.counted > ${TOTAL_CAP}::int or ${first?.gate ?? sql`false`} as more from (
        select count(*)::int as counted from (select 1 from (${entriesOf(toCount, sql`1`, conditions, cap)}) a ${cap}) e) c`,
  };
}
