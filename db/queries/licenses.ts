import { type SQL, sql } from "drizzle-orm";
import type { ListRequest, Sort } from "@/lib/list-request";
import type { License } from "@/lib/licensing/license";
import type { WarningKind } from "@/lib/licensing/warnings";
import { searchPatterns } from "@/lib/search-text";
import { json, query, queryOne } from "@/db/client";
import { clockBehind, entitledNow, inForceAt, toClockBehind } from "./clock";
import { isWarned } from "./warned-licenses";

/** A license as it is stored, with the seats that count against its limit now. */
export type LicenseRecord = License & { used: number };

type LicenseJson = Omit<LicenseRecord, "notBefore" | "notAfter" | "withdrawnAt"> & {
  notBefore: string;
  notAfter: string;
  withdrawnAt: string | null;
};

/**
 * Seats in use: grants of a named license, signed-in holders of a concurrent one. `l` is the license. Its counter holds the
 * seats that lapsed a moment ago too: only those are counted, so that many who are signed in cost nothing.
 */
const usedSeats = sql`case when l.competitive
  then l.seated - coalesce((select s.seats from lapsed_seats() s where s.license_id = l.id), 0)
  else l.granted end`;

/** What `counted` says of its license `l`. */
export const COUNTED = { used: sql`l.used`, moment: sql`l.moment` };

/**
 * `counted` for a `with`: all licenses with their seats in use and the moment by which terms are judged, both found once,
 * however often the statement speaks of them.
 */
export const countedLicenses = sql`counted as materialized (
  select l.*, ${usedSeats} as used, ${entitledNow} as moment from licenses l)`;

/** The members of a LicenseRecord as JSON; `used` is the expression of the seats in use. */
const licenseJsonWith = (
  used: SQL,
) => sql`json_build_object('id', l.id, 'product', l.product, 'name', l.name, 'competitive', l.competitive,
  'limit', l."limit", 'notBefore', l.not_before, 'notAfter', l.not_after, 'scope', l.scope, 'withdrawnAt', l.withdrawn_at,
  'used', ${used})`;

export const licenseJson = licenseJsonWith(usedSeats);

/** As `licenseJson`, where `l` has its seats counted as `used` already. */
export const countedJson = licenseJsonWith(COUNTED.used);

export function toLicenseRecord(value: LicenseJson): LicenseRecord {
  return {
    ...value,
    notBefore: new Date(value.notBefore),
    notAfter: new Date(value.notAfter),
    withdrawnAt: value.withdrawnAt === null ? null : new Date(value.withdrawnAt),
  };
}

const ORDER = new Map<string, SQL>([
  ["id", sql`l.id`],
  ["product", sql`l.product`],
  ["not_before", sql`l.not_before`],
  ["not_after", sql`l.not_after`],
  ["used", sql`l.used`],
  ["limit", sql`l."limit"`],
  ["competitive", sql`l.competitive`],
]);

/** Whether licenses can be sorted by it. */
export function isLicenseField(field: string): boolean {
  return ORDER.has(field);
}

function licensesOrder(sort: Sort | null, alsoSort: readonly Sort[] = []): SQL {
  const sorts = [sort, ...alsoSort].flatMap((each) => each ?? []);
  const known = sorts.flatMap(({ field, descending }) => {
    const column = ORDER.get(field);
    return column ? [sql`${column} ${descending ? sql`desc` : sql`asc`}`] : [];
  });
  // What was withdrawn is history: unless an order is asked for, it comes last.
  return sql.join(known.length === 0 ? [sql`l.withdrawn_at is not null`, sql`l.product`] : known, sql`, `);
}

/** What the registry is asked with. */
export type RegistryRequest = ListRequest & {
  /** The licenses that a warning of this kind is about. */
  attention?: WarningKind | "";
  /** Only these licenses, and only these products; none: all. */
  ids?: readonly string[];
  products?: readonly string[];
  /** Only what is in force. */
  isInForce?: boolean;
  /** Only what this user holds, if they exist within the bounds (null: none). */
  holder?: { id: string; bounds: string | null };
};

/** The condition on the licenses `l` counted. */
function licensesWhere({ q, attention = "", ids = [], products = [], isInForce, holder }: RegistryRequest): SQL {
  const conditions = [
    sql`l.product || ' ' || coalesce(l.name, '') collate "und-x-icu"
      ~* all (array(select jsonb_array_elements_text(${json(searchPatterns(q))})))`,
  ];
  if (attention !== "") conditions.push(isWarned(attention, COUNTED));
  if (ids.length > 0) conditions.push(sql`l.id::text in (select lower(jsonb_array_elements_text(${json(ids)})))`);
  if (products.length > 0) conditions.push(sql`l.product in (select jsonb_array_elements_text(${json(products)}))`);
  if (isInForce) conditions.push(inForceAt(COUNTED.moment));
  if (holder) {
    conditions.push(sql`l.id in (select g.license_id from grants g join users u on u.id = g.user_id
      where u.id = ${holder.id}::bigint and (${holder.bounds}::bigint is null or u.domain_id = ${holder.bounds}::bigint))`);
  }
  return sql.join(conditions, sql` and `);
}

/**
 * One page of the registry with its total, all licenses that a warning is about, the warnings that the reader has hidden
 * (their fingerprint) and the database's clock, in one statement. Unknown sort fields fall back to the product.
 */
export async function findLicenses(request: RegistryRequest, readerId: string) {
  const { page, size, sort, alsoSort } = request;
  const order = licensesOrder(sort, alsoSort);
  const matching = sql`counted l where ${licensesWhere(request)}`;
  const row = await queryOne<{
    now: Date;
    total: number;
    rows: LicenseJson[];
    warned: LicenseJson[];
    hidden: string | null;
    behind: Parameters<typeof toClockBehind>[0];
  }>(sql`
    with ${countedLicenses}
    select ${entitledNow} as now, ${clockBehind} as behind, (select count(*)::int from ${matching}) as total, (
      select coalesce(json_agg(p.license), '[]') from (
        select ${countedJson} as license from ${matching}
        order by ${order}, l.id limit ${size} offset ${(page - 1) * size}) p) as rows,
      (select coalesce(json_agg(${countedJson} order by l.product, l.not_after, l.id), '[]')
        from counted l where ${isWarned(null, COUNTED)}) as warned,
      (select value from user_preferences where user_id = ${readerId}::bigint and name = 'hidden_warnings') as hidden`);
  const { total, hidden } = row;
  return {
    now: new Date(row.now),
    total,
    rows: row.rows.map(toLicenseRecord),
    warned: row.warned.map(toLicenseRecord),
    hidden,
    behind: toClockBehind(row.behind),
  };
}

/** The certificate text that a license stands in; null when there is no such license. */
export async function findLicenseKey(licenseId: string): Promise<string | null> {
  const [row] = await query<{ text: string }>(sql`
    select c.text from licenses l join certificates c on c.id = l.certificate_id where l.id = ${licenseId}::uuid`);
  return row?.text ?? null;
}
