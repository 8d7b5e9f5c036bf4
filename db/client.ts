import { setTimeout as sleep } from "node:timers/promises";
import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import postgres from "postgres";
import { refuseWhileAway, seeAnswer, seeFailure } from "@/db/availability";
import { env } from "@/lib/env";
import { UnavailableError } from "@/lib/errors";
import { createConnections, type Pool, sendOver } from "./connections";
import { gathered, together as sendTogether } from "./gathered-reads";
import { createLanes, type WalledLanes } from "./walled-lanes";
import { walledDomain } from "./walls";
import { wholeRows } from "./whole-rows";

/** No call waits longer than its deadline; the server gives up this much earlier, so that its answer is known. */
const HEAD_START_MS = 500;

/** A click waits 5 seconds. An act over a list of 10,000 takes one or two by itself, and may take a minute on a busy machine. */
const DEADLINES_MS = { click: 5_000, list: 60_000 };

type Patience = keyof typeof DEADLINES_MS;

/** So few lists at once that they leave the machine to the clicks. */
const LISTS_AT_ONCE = 2;

/** What a message of the protocol can count (manual, section 54.7). What fails in the driver while others wait for the same connection upsets their answers. */
const MAX_PARAMS = 65_533;

/** The product has some hundred texts, but lists can be sorted and filtered without end, and each takes ten kilobytes of each connection. */
const MAX_KEPT = 500;
const kept = new Set<string>();

/** How often a statement is sent when others stand in its way. */
const MAX_ATTEMPTS = 3;

const dialect = new PgDialect();

/** For whom rows of other domains do not exist (migration 0022). */
const BOUNDED_ROLE = "seatwise_bounded";

type Holder = typeof globalThis & {
  seatwisePools?: Partial<Record<Patience, Pool>>;
  seatwiseLanes?: Partial<Record<Patience, WalledLanes>>;
  seatwiseWalls?: Promise<boolean>;
  /** How often those of each patience were given up because nothing was reached. */
  seatwiseAges?: Partial<Record<Patience, number>>;
};

const mostOf = (patience: Patience) => (patience === "list" ? LISTS_AT_ONCE : env().DATABASE_POOL_SIZE);

/** A driver with one connection, opened when it is needed. */
function connect(patience: Patience, onclose?: () => void, as: object = {}): postgres.Sql {
  return postgres(env().DATABASE_URL, {
    max: 1,
    ...(onclose && { onclose }),
    fetch_types: false,
    connect_timeout: 3,
    idle_timeout: 60,
    // A connection that ends by age may do so under a statement.
    max_lifetime: null,
    // Who may try again and when is told by db/availability.ts; here it would only add up.
    backoff: () => 0.05,
    onnotice: () => {},
    connection: {
      application_name: "seatwise",
      statement_timeout: DEADLINES_MS[patience] - HEAD_START_MS,
      TimeZone: "UTC",
      ...as,
    },
  });
}

/** One pool for the process and each patience, also when a bundler loads this file more than once. */
function pool(patience: Patience): Pool {
  const holder = globalThis as Holder;
  holder.seatwisePools ??= {};
  holder.seatwisePools[patience] ??= createConnections(mostOf(patience), () => ({ sql: connect(patience) }));
  return holder.seatwisePools[patience];
}

/** As `pool`, for statements that stay within a domain. */
function walledLanes(patience: Patience): WalledLanes {
  const holder = globalThis as Holder;
  const as = { role: BOUNDED_ROLE, idle_in_transaction_session_timeout: DEADLINES_MS.click };
  holder.seatwiseLanes ??= {};
  holder.seatwiseLanes[patience] ??= createLanes(BOUNDED_ROLE, mostOf(patience), (onclose) =>
    connect(patience, onclose, as),
  );
  return holder.seatwiseLanes[patience];
}

/** Whether the server lets this process be bounded; asked once. Where it does not, the start has said so. */
async function wallsStand(): Promise<boolean> {
  const holder = globalThis as Holder;
  const asked = { text: "select walls_stand() as stand", params: [], prepare: false };
  // Everybody waits for this one answer, so it is nobody's to give up.
  holder.seatwiseWalls ??= sendOver<{ stand: boolean }>(pool("click"), asked, new AbortController().signal).then(
    ([row]) => row?.stand === true,
  );
  return holder.seatwiseWalls.catch((error: unknown) => {
    holder.seatwiseWalls = undefined;
    throw error;
  });
}

/** Whether connections keep the plan of this text: of the first so many, since they forget none. */
function isKept(text: string): boolean {
  if (kept.size < MAX_KEPT) kept.add(text);
  return kept.has(text);
}

async function sendOnce<Row extends object>(
  text: string,
  params: unknown[],
  patience: Patience,
  signal: AbortSignal,
): Promise<Row[]> {
  if (params.length > MAX_PARAMS) throw new Error("The statement has too many parameters.");
  const prepare = isKept(text);
  const domainId = walledDomain();
  if (domainId !== null && (await wallsStand()))
    return walledLanes(patience).send<Row>(domainId, { text, params, prepare }, signal);
  return sendOver<Row>(pool(patience), { text, params, prepare }, signal);
}

/** Thrown when a call did not settle in time: what it did is unknown, and doing it again is safe, since acts carry their own keys (docs/adr/0002). */
export class DeadlineError extends UnavailableError {
  constructor() {
    super("The database did not answer in time.");
    this.name = "DeadlineError";
  }
}

/**
 * Sends one statement and answers its rows; prepared, one round trip once the connection knows it.
 * @throws DeadlineError after 5 seconds; UnavailableError when the database cannot be reached or loses the connection; the
 * driver's error when PostgreSQL refuses.
 */
export async function query<Row extends object>(statement: SQL, deadlineMs?: number): Promise<Row[]> {
  return send(statement, "click", deadlineMs);
}

/** What another statement at the same time brings about: both waited for each other, or a row referred to came or went (class 40 and 23 of the manual's appendix A). */
const CROSSED = ["40P01", "23503"];

/**
 * What PostgreSQL gave up because of another statement was rolled back whole: it is sent again, after a moment that
 * differs, and then sees what the other one did. Every act is one statement, so nothing is done twice.
 */
async function settled<Row extends object>(statement: SQL, patience: Patience, signal: AbortSignal): Promise<Row[]> {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  for (let attempt = 1; ; attempt++) {
    try {
      return wholeRows(await sendOnce<Row>(text, params, patience, signal));
    } catch (error) {
      const isCrossed = error instanceof postgres.PostgresError && CROSSED.includes(error.code);
      if (!isCrossed || attempt === MAX_ATTEMPTS) throw error;
      await sleep(Math.random() * 50);
    }
  }
}

const ageOf = (patience: Patience) => (globalThis as Holder).seatwiseAges?.[patience] ?? 0;

/** What waits in a pool that reaches nothing is rejected soon, and is not sent later when nobody waits for it any more. */
function retire(patience: Patience, age: number, grace: number): void {
  const holder = globalThis as Holder;
  if (ageOf(patience) !== age) return;
  holder.seatwiseAges = { ...holder.seatwiseAges, [patience]: age + 1 };
  const used = [holder.seatwisePools?.[patience], holder.seatwiseLanes?.[patience]];
  delete holder.seatwisePools?.[patience];
  delete holder.seatwiseLanes?.[patience];
  for (const each of used) each?.end({ timeout: grace }).catch(() => {});
}

async function send<Row extends object>(
  statement: SQL,
  patience: Patience,
  deadlineMs = DEADLINES_MS[patience],
): Promise<Row[]> {
  refuseWhileAway();
  const age = ageOf(patience);
  const leaving = new AbortController();
  const pending = settled<Row>(statement, patience, leaving.signal);
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new DeadlineError();
      reject(error);
      leaving.abort(error);
    }, deadlineMs);
  });
  try {
    const rows = await Promise.race([pending, deadline]);
    seeAnswer();
    return rows;
  } catch (error) {
    throw seeFailure(error, (grace) => retire(patience, age, grace));
  } finally {
    clearTimeout(timer);
    pending.catch(() => {});
  }
}

/** The one row of a statement that answers exactly one. */
export async function queryOne<Row extends object>(statement: SQL, deadlineMs?: number): Promise<Row> {
  return gathered<Row>(statement) ?? only(await query<Row>(statement, deadlineMs));
}

/**
 * What `ask` reads with `queryOne` before it waits for anything travels as one statement, so that a page with several
 * parts costs one round trip. Reads only; times come as JSON has them. Fails as a whole when one of them does.
 */
export function together<T>(ask: () => Promise<T>): Promise<T> {
  return sendTogether(ask, (statement) => queryOne<Record<string, object>>(statement));
}

/**
 * As `queryOne`, for an act over a list of thousands: up to a minute, over connections of its own, so that clicks never
 * wait for one.
 * @throws DeadlineError after 60 seconds, waiting for a connection included.
 */
export async function queryList<Row extends object>(statement: SQL): Promise<Row> {
  return only(await send<Row>(statement, "list"));
}

function only<Row>([row]: Row[]): Row {
  if (row === undefined) throw new Error("The statement answered no row.");
  return row;
}

/** A value as a jsonb parameter. PostgreSQL refuses NUL in it, so doors refuse it first. */
export function json(value: unknown): SQL {
  return sql`${JSON.stringify(value)}::text::jsonb`;
}

/** Ends the pools: for commands and tests, which would wait for its idle connections otherwise. */
export async function closePool(): Promise<void> {
  const holder = globalThis as Holder;
  const pools = [...Object.values(holder.seatwisePools ?? {}), ...Object.values(holder.seatwiseLanes ?? {})];
  holder.seatwisePools = holder.seatwiseLanes = holder.seatwiseWalls = undefined;
  await Promise.all(pools.map((each) => each.end({ timeout: 2 })));
}
