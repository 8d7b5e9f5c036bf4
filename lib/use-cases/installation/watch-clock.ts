import { watchClock as markTime } from "@/db/queries/clock";
import { log } from "@/lib/log";

let wasBehind = false;

/**
 * Has the database remember the newest time that its clock has shown: terms are never judged by an earlier one, so that a
 * clock that is set back revives nothing. Warns in the log when the clock is set back, and says when it is right again.
 * Needs no right; several processes may do it at once.
 */
export async function watchClock(): Promise<void> {
  const { turnedFrom, behind } = await markTime();
  if (behind && !wasBehind) {
    const about = turnedFrom === null ? {} : { turnedFrom };
    log.warn(about, "the database's clock stands behind a time that it has shown: terms are judged by the later one");
  }
  if (!behind && wasBehind) log.info("the database's clock is right again");
  wasBehind = behind;
}
