import { UnavailableError } from "@/lib/errors";
import { log } from "@/lib/log";

/** The database was not reached at all: a system's code, the driver's, or PostgreSQL's while it starts. */
const NOT_REACHED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|CONNECT_TIMEOUT|57P03)$/;

/**
 * A connection was lost or not to be had, or PostgreSQL ended the statement: 57P01 and 57P02 as it goes down, 57014 after
 * its time, 53300 when it has as many connections as it takes.
 */
const LOST = /^(ECONNRESET|EPIPE|CONNECTION_(CLOSED|DESTROYED|ENDED)|57P01|57P02|57014|53300|08\d{3})$/;

/** While nothing is reached, one try in so long is enough: who comes in between is refused at once. */
const PAUSE_MS = 100;

/** Where a connection only took too long, others may be well: statements under way get this long to end. */
const GRACE_SECONDS = 0.5;

/** That there are too many connections is said no more often: the next statement may find one. */
const FULL_SAID_MS = 60_000;

let failedAt: number | null = null;
let fullSaidAt = Number.NEGATIVE_INFINITY;

/** @throws UnavailableError when the database was not reached a moment ago. */
export function refuseWhileAway(): void {
  if (failedAt === null || performance.now() - failedAt > PAUSE_MS) return;
  throw new UnavailableError("The database was not reached a moment ago.");
}

/** A statement came back. */
export function seeAnswer(): void {
  if (failedAt !== null) log.info("the database answers again");
  failedAt = null;
}

/**
 * The error as the application knows it: what says that the database is away becomes an `UnavailableError`. `onNotReached`
 * is called when it was not reached at all, with how long to wait for statements under way; a lost connection alone says
 * nothing of the others.
 */
export function seeFailure(error: unknown, onNotReached: (graceSeconds: number) => void): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const isNotReached = NOT_REACHED.test(code);
  if (isNotReached) {
    if (failedAt === null) log.error({ code }, "the database is not reached");
    failedAt = performance.now();
    onNotReached(code === "CONNECT_TIMEOUT" ? GRACE_SECONDS : 0);
  }
  if (code === "53300" && performance.now() - fullSaidAt > FULL_SAID_MS) {
    log.error({ code, cause: String(error) }, "the database lets in no more connections");
    fullSaidAt = performance.now();
  }
  return isNotReached || LOST.test(code) ? new UnavailableError("The database is away.", error) : error;
}
