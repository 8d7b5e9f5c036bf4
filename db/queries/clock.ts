import { type SQL, sql } from "drizzle-orm";
import { queryList, queryOne } from "@/db/client";
import { UnavailableError } from "@/lib/errors";
import type { ClockBehind } from "@/lib/licensing/warnings";

/**
 * The moment by which terms are judged, as the function entitled_now() has it, read once per statement: the database's
 * clock, or the newest time that it has shown when it was set back behind that. A page receives it as `now`.
 */
export const entitledNow = sql`greatest(now(), (select m.newest from clock_marks m))`;

/** That license `l` is in force at that moment. */
export const inForceAt = (moment: SQL): SQL =>
  sql`l.withdrawn_at is null and l.not_before <= ${moment} and l.not_after > ${moment}`;

/** The clock as an expression: null, or what it shows and the newest time when it stands more than five minutes behind that. */
export const clockBehind = sql`(select json_build_object('shows', now(), 'newest', m.newest)
  from clock_marks m where m.newest > now() + interval '5 minutes')`;

/** `clockBehind` as JSON brought it. */
export function toClockBehind(json: { shows: string; newest: string } | null): ClockBehind | null {
  return json && { shows: new Date(json.shows), newest: new Date(json.newest) };
}

type Watched = { clock: { turned_from: string | null; behind: boolean } };

/** PostgreSQL ended the statement after its time (manual, appendix A). */
const ENDED = "57014";

/**
 * Has the database remember its clock; `turnedFrom` is what it showed before it was set back, told once. Where many are
 * signed in, their sessions take longer to be set right than a click's time: then a list's.
 */
export async function watchClock(): Promise<{ turnedFrom: Date | null; behind: boolean }> {
  const watch = sql`select watch_clock() as clock`;
  const { clock } = await queryOne<Watched>(watch).catch((error: unknown) => {
    if (error instanceof UnavailableError && error.code === ENDED) return queryList<Watched>(watch);
    throw error;
  });
  return { turnedFrom: clock.turned_from === null ? null : new Date(clock.turned_from), behind: clock.behind };
}
