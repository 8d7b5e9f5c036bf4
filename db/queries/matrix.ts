import { type SQL, sql } from "drizzle-orm";
import { json, queryOne } from "@/db/client";
import type { ClockBehind } from "@/lib/licensing/warnings";
import type { ListRequest, Total } from "@/lib/list-request";
import { clockBehind, entitledNow, toClockBehind } from "./clock";
import { COUNTED, countedJson, countedLicenses, type LicenseRecord, toLicenseRecord } from "./licenses";
import { type Tally, toTotal } from "./tallies";
import { deepestPage, reachable, userPage } from "./user-pages";
import type { UserFilter } from "./user-search";
import { isWarned } from "./warned-licenses";

/** A user with the ids of the licenses they hold. */
export type HolderRecord = {
  id: string;
  name: string;
  username: string;
  domain: string;
  disabled: boolean;
  /** With all of their domain. */
  domainDisabled: boolean;
  held: string[];
};

export type MatrixRecord = {
  now: Date;
  total: Total;
  /** The page that is shown: beyond the last it is the last. */
  page: number;
  /** The deepest page that can be reached; null: every page. */
  deepest: number | null;
  /** Those that are asked for, by product and end of term. */
  licenses: LicenseRecord[];
  users: HolderRecord[];
  /** Names of the domains that exist for whoever asks; none unless choices are asked for. */
  domains: string[];
  /** The columns that the person chose last; null when they never did. */
  chosen: string[] | null;
  /** The fingerprint of the warnings that the person has hidden. */
  hidden: string | null;
  behind: ClockBehind | null;
};

export type MatrixRequest = ListRequest &
  UserFilter & {
    /** Ids of the licenses shown; null: those that the reader chose last, else all that were not withdrawn. */
    columns: readonly string[] | null;
    /** Whether a window lists everything that can be chosen: all licenses and domains. */
    choices: boolean;
  };

/** The licenses shown, named by a filter or warned of; all of them where there are choices. `l` is counted, `w` what is wanted. */
function isAsked({ choices, has, without }: MatrixRequest): SQL {
  if (choices) return sql`true`;
  const named = sql`l.id::text in (${has}, ${without})`;
  return sql`(coalesce(w.ids ? l.id::text, l.withdrawn_at is null) or ${named} or ${isWarned(null, COUNTED)})`;
}

function domainsOf({ choices, bounds }: MatrixRequest): SQL {
  if (!choices) return sql`json_build_array()`;
  const bounded = bounds === null ? sql`true` : sql`d.id = ${bounds}::bigint`;
  return sql`(select coalesce(json_agg(d.name order by d.name), '[]') from domains d where ${bounded})`;
}

/** One page of users with what they hold, the licenses asked for with their seats, the capped total and the clock, in one statement. */
export async function findMatrix(request: MatrixRequest, readerId: string): Promise<MatrixRecord> {
  const preference = (name: string) =>
    sql`(select nullif(value, 'null') from user_preferences where user_id = ${readerId}::bigint and name = ${name})`;
  const row = await queryOne<
    Omit<MatrixRecord, "now" | "licenses" | "total" | "deepest" | "behind"> & {
      tally: Tally;
      now: Date;
      behind: Parameters<typeof toClockBehind>[0];
      licenses: Parameters<typeof toLicenseRecord>[0][];
    }
  >(sql`
    with ${userPage(reachable(request))},
    wanted as materialized (
      select coalesce(${request.columns && json(request.columns)}, ${preference("matrix_columns")}) as ids),
    ${countedLicenses}
    select ${entitledNow} as now, ${clockBehind} as behind, (select to_json(t) from tally t) as tally,
      (select coalesce(json_agg(${countedJson} order by l.product, l.not_after, l.id), '[]')
        from counted l, wanted w where ${isAsked(request)}) as licenses,
      ${domainsOf(request)} as domains,
      ${preference("matrix_columns")} as chosen,
      ${preference("hidden_warnings")} as hidden,
      (select coalesce(json_agg(json_build_object('id', p.id::text, 'name', p.name, 'username', p.username, 'domain', d.name,
          'disabled', p.disabled_at is not null, 'domainDisabled', d.disabled_at is not null,
          'held', array(select g.license_id from grants g where g.user_id = p.id)) order by p.place), '[]')
        from page p
        join domains d on d.id = p.domain_id) as users`);
  const { tally, ...found } = row;
  return {
    ...found,
    total: toTotal(tally),
    page: tally.page,
    deepest: deepestPage(request),
    now: new Date(row.now),
    behind: toClockBehind(row.behind),
    licenses: row.licenses.map(toLicenseRecord),
  };
}
