import { type SQL, sql } from "drizzle-orm";
import { json } from "@/db/client";
import { normalText } from "@/lib/normal-text";
import { searchPatterns } from "@/lib/search-text";
import { usersWhere } from "./user-search";

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

/** The domain whose things exist for whoever asks; null: all. */
export type AuditBounds = { id: string; name: string } | null;

/** So few people are looked up one by one in the indexes; of more, entries are passed in order until there are enough. */
const FEW = 200;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const domainOf = sql`coalesce(e.after ->> 'domain', e.before ->> 'domain')`;

/**
 * People whom `q` means: users, deleted users by the entry of their end, and by name those who act and are no users.
 * A whole address means whoever bears or bore it, and only where there is nobody what else a search finds. Within `bounds`
 * no others are known.
 */
function peopleOf(q: string, bounds: AuditBounds): SQL {
  const [username = "", domain = "", ...rest] = normalText(q).toLowerCase().split("@");
  const isAddress = domain !== "" && rest.length === 0;
  const within = bounds === null ? sql`true` : sql`u.domain_id = ${bounds.id}::bigint`;
  const found = usersWhere({ q, bounds: null, domain: "", state: "", has: "", without: "" });
  const known = bounds === null ? sql`true` : sql`e.user_id in (select id from own)`;
  const deleted = sql`select e.user_id from audit_entries e where e.act = 'delete_user' and e.user_id is not null and ${known}`;
  const patterns = sql`all (array(select jsonb_array_elements_text(${json(searchPatterns(q))})))`;
  const bearer = sql`bearer as materialized (
      select u.id from users u where u.username = ${username} and ${within}
        and u.domain_id = (select d.id from domains d where d.name = ${domain})
      union ${deleted} and e.before ->> 'username' = ${username} and e.before ->> 'domain' = ${domain}),`;
  const unborne = isAddress ? sql`not exists (select from bearer)` : sql`true`;
  return sql`
    ${isAddress ? bearer : sql``}
    people as materialized (
      ${isAddress ? sql`select id from bearer union` : sql``}
      select u.id from users u where ${found} and ${within} and ${unborne}
      union ${deleted} and ${unborne}
        and concat_ws(' ', e.before ->> 'user', concat_ws('@', e.before ->> 'username', e.before ->> 'domain')) ~* ${patterns}),
    every_other as (
      (select min(actor_name) as name from audit_entries where actor_kind <> 'user')
      union all select (select min(a.actor_name) from audit_entries a where a.actor_kind <> 'user' and a.actor_name > o.name)
      from every_other o where o.name is not null),
    others as materialized (select name from every_other where name collate "und-x-icu" ~* ${patterns})`;
}

const ofPeople = sql`(e.user_id in (select id from people)
  or e.actor_kind = 'user' and e.actor_id in (select id::text from people)
  or e.actor_kind <> 'user' and e.actor_name in (select name from others))`;

const entriesOfPeople = sql`e.id in (
  select a.id from audit_entries a where a.user_id in (select id from people)
  union all select a.id from audit_entries a where a.actor_kind = 'user' and a.actor_id in (select id::text from people)
  union all select a.id from audit_entries a where a.actor_kind <> 'user' and a.actor_name in (select name from others))`;

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

const entriesOfOwn = sql`e.id in (
  select a.id from audit_entries a where a.user_id in (select id from own)
  union all select a.id from audit_entries a where a.user_id is null)`;

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
  if (UUID.test(license)) conditions.push(sql`e.license_id = ${license}::uuid`);
  else if (license !== "") {
    conditions.push(sql`e.license_id in (select l.id from licenses l
      where l.product || ' ' || coalesce(l.name, '') collate "und-x-icu"
        ~* all (array(select jsonb_array_elements_text(${json(searchPatterns(license))}))))`);
  }
  return conditions;
}

/**
 * The entries that `filter` asks for and `bounds` lets exist, as common table expressions and a query of rows `e`. Of
 * its branches exactly one runs: by the few people or the few users of the domain if they are few, else in order of time.
 */
export function matchingEntries(filter: AuditFilter, bounds: AuditBounds, timeZone: string): { ctes: SQL; rows: SQL } {
  const ctes: SQL[] = [];
  const conditions = plainConditions(filter, timeZone);
  const drivers: { few: SQL; by: SQL }[] = [];
  if (filter.q !== "") {
    ctes.push(peopleOf(filter.q, bounds));
    conditions.push(ofPeople);
    const few = sql`(select count(*) from people) + (select count(*) from others) <= ${FEW}::int`;
    drivers.push({ few, by: entriesOfPeople });
  }
  if (bounds !== null) {
    ctes.push(ownOf(bounds));
    conditions.push(withinDomain(bounds));
    drivers.push({ few: sql`(select count(*) from own) <= ${FEW}::int`, by: entriesOfOwn });
  }
  const branches = [...drivers, { few: sql`true`, by: sql`true` }].map(({ few, by }, index) => {
    const others = drivers.slice(0, index).map((driver) => sql`not (${driver.few})`);
    return sql`select e.* from audit_entries e where ${sql.join([...others, few, by, ...conditions], sql` and `)}`;
  });
  return {
    ctes: ctes.length === 0 ? sql`` : sql`with recursive ${sql.join(ctes, sql`, `)}`,
    rows: sql.join(branches, sql` union all `),
  };
}
