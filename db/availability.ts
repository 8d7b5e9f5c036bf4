import { UnavailableError } from "@/lib/errors";
import { log } from "@/lib/log";

/** The database was not reached at all: a system's code, the driver's, or PostgreSQL's while it starts or is full. */
const NOT_REACHED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|CONNECT_TIMEOUT|57P03|53300)$/;

/** A connection was lost, or PostgreSQL ended the statement: 57P01 and 57P02 as it goes down, 57014 after its time. */
const LOST = /^(ECONNRESET|EPIPE|CONNECTION_(CLOSED|DESTROYED|ENDED)|57P01|57P02|57014|08\d{3})$/;

/** While nothing is reached, one try in so long is enough: who comes in between is refused at once. */
const PAUSE_MS = 100;

let failedAt: number | null = null;

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
 * is called when it was not reached at all; a lost connection alone says nothing of the others.
 */
export function seeFailure(error: unknown, onNotReached: () => void): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (NOT_REACHED.test(code)) {
    if (failedAt === null) log.error({ code }, "the database is not reached");
    failedAt = performance.now();
    onNotReached();
  }
  const isAway = NOT_REACHED.test(code) || LOST.test(code);
  return isAway ? new UnavailableError("The database is away.", error) : error;
}
