import { isUnavailable } from "@/lib/errors";
import { log, logUnknownError } from "@/lib/log";
import { requestScope } from "@/lib/request-scope";
import { sealAudit, sealRecentAudit } from "@/lib/use-cases/audit/seal-audit";
import { extendSessions } from "@/lib/use-cases/sessions/extend-sessions";
import { sweepAttempts } from "@/lib/use-cases/sessions/sweep-attempts";
import { sweepSeats } from "@/lib/use-cases/sessions/sweep-seats";
import { watchClock } from "@/lib/use-cases/installation/watch-clock";
import { sweepSessions } from "@/lib/use-cases/sessions/sweep-sessions";

const CHORES = [
  { name: "watching the clock", everyMs: 2_000, act: watchClock },
  { name: "extending sessions in use", everyMs: 1_000, act: extendSessions },
  { name: "sealing the audit list", everyMs: 2_000, act: sealRecentAudit },
  { name: "sealing what came late", everyMs: 60_000, act: sealAudit },
  { name: "removing lapsed seats", everyMs: 5_000, act: sweepSeats },
  { name: "removing lapsed sessions", everyMs: 600_000, act: sweepSessions },
  { name: "removing lapsed attempts", everyMs: 600_000, act: sweepAttempts },
];

/**
 * Does the chores of an installation again and again, beside the requests. The timers keep no process alive. A trouble is
 * logged when it begins and when it is over, not at every turn.
 */
export function startChores(): void {
  if (!process.env.DATABASE_URL) return;
  for (const chore of CHORES) repeat(chore);
  Reflect.set(globalThis, LAST_ACTS, writeLast);
}

/** The server finds under this name what is to be done when it ends (scripts/server/last-acts.mjs). */
const LAST_ACTS = Symbol.for("seatwise.last-acts");

/** The server sets it as soon as it is told to end. */
const ENDING = Symbol.for("seatwise.ending");
const isEnding = () => Reflect.get(globalThis, ENDING) === true;

/** Turns that have begun and not ended: the database stays until they have. */
const underWay = new Set<Promise<void>>();

/** Sessions that were used in the last second live on after a clean end of the process. */
async function writeLast(): Promise<void> {
  try {
    await Promise.all([extendSessions(), ...underWay]);
  } catch (error) {
    log.error({ chore: "extending sessions in use", cause: String(error) }, "use of sessions is lost");
  }
}

function repeat({ name, everyMs, act }: (typeof CHORES)[number]): void {
  let isFailing = false;
  const turn = async () => {
    try {
      await act();
      if (isFailing) log.info({ chore: name }, "a chore works again");
      isFailing = false;
    } catch (error) {
      const cause = error instanceof Error ? { name: error.name, message: error.message } : String(error);
      if (!isFailing && !isEnding()) log.error({ chore: name, cause }, "a chore fails");
      isFailing = true;
    }
  };
  const begin = async () => {
    if (isEnding()) return;
    const turned = turn();
    underWay.add(turned);
    await turned;
    underWay.delete(turned);
    next();
  };
  const next = () => void setTimeout(() => void begin(), everyMs).unref();
  next();
}

/** What the framework says of the header in which its own scripts tell where a reader stands. */
const ODD_STATE = /router state headers? w(as|ere) /;

/**
 * Tells the server what an error means that reached the framework, so that it answers with the true status: 503 while the
 * database is away, 400 when a form could not be read, which is what fails before an action of ours has begun, or a header
 * of the framework's own.
 */
export function noteError(error: unknown, method: string, routeType: string): void {
  const scope = requestScope();
  const isForm = method === "POST" && routeType !== "route" && scope?.isActing === false;
  const isUnreadable = isForm || (error instanceof Error && ODD_STATE.test(error.message));
  if (isUnavailable(error)) {
    if (scope) scope.fault ||= 503;
  } else if (scope && isUnreadable) scope.fault ||= 400;
  else logUnknownError(error, routeType);
}
