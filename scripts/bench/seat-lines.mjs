import { ratesInTurns } from "./assign-lines.mjs";
import { query } from "./database-login.mjs";
import { REFERENCE_NAME, runReference } from "./reference-load.mjs";
import { atLeast, line, measuredTwice, spreadLine } from "./report.mjs";
import { SEAT_SCRIPTS, SEAT_TABLES, sameRowsScript } from "./seat-references.mjs";
import { ratio } from "./side-by-side.mjs";
import { summary } from "./statistics.mjs";
import { SEATED, SEATS } from "./write-licenses.mjs";

const CLIENTS = 32;
const ROUNDS = 3;
const ROUND_MS = 2_000;
const AGAINST_ROWS = 0.7;
const PER_SEAT = "a row per seat, skip locked";
const OVER_DRIVER = `${PER_SEAT}, over postgres.js`;
const SAME_ROWS = "the same rows";
const NAME = `seats taken and given back, ${CLIENTS} clients, one license`;

/**
 * Signing in and out of users with one concurrent license, all with the same one, against ways to take a seat and to give
 * it back that do nothing else: no session, no audit entry, no look at password, roles and terms. Besides, against the rows
 * alone that a sign-in and a sign-out write. Then everybody wants the
 * seats that are left: exactly so many are given.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {Awaited<ReturnType<typeof import("./write-lines.mjs").openWrites>>} writes
 */
export async function seatLines(context, writes) {
  const { url, product, sitters } = writes;
  await query(url, (sql) => sql.unsafe(SEAT_TABLES));
  const effort = { clients: CLIENTS, seconds: ROUND_MS / 1_000 };
  const contenders = {
    product: () => product.ask("seats", { clients: CLIENTS, milliseconds: ROUND_MS, users: sitters }),
    [SAME_ROWS]: () => runReference(context, url, sameRowsScript(sitters), effort),
    [OVER_DRIVER]: () => runReference(context, url, SEAT_SCRIPTS[PER_SEAT], { ...effort, driver: true }),
    ...Object.fromEntries(
      Object.entries(SEAT_SCRIPTS).map(([name, script]) => [name, () => runReference(context, url, script, effort)]),
    ),
  };
  const speed = await measuredTwice(() => compareSeats(cleanedBefore(contenders, url), context.signal));
  const last = await lastSeatLines(context, writes);
  return {
    lines: [...speed.lines, ...last.lines],
    details: { seats: { ...speed.details, ...last.details } },
  };
}

/** Everybody wants the seats that are left: exactly so many are given. They are free again afterwards. */
export async function lastSeatLines(_context, { url, product, sitters, seatLicense }) {
  const given = await product.ask("sit", { clients: CLIENTS, users: sitters });
  const seats = await query(url, async (sql) => {
    const [{ count }] = await sql`
      select count(*)::int as count from seats where license_id = ${seatLicense} and ends_at > now()`;
    await sql`delete from sessions where user_id = any(${sitters}::bigint[])`;
    await sql`delete from seats where user_id = any(${sitters}::bigint[])`;
    return count;
  });
  const free = SEATS - SEATED;
  return {
    lines: [
      line(`last ${free} seats, ${CLIENTS} clients, given too many or too few`, "", Math.abs(given - free), 0),
      line("the same, seats beyond the limit", "", Math.max(0, seats - SEATS), 0),
    ],
    details: { lastSeats: { given, seats } },
  };
}

/** Rows that move a thousand times a second leave versions behind, which the next contender would have to pass. */
function cleanedBefore(contenders, url) {
  const clean = () =>
    query(url, (sql) => sql.unsafe("vacuum licenses, seats, sessions, seat_rows, seat_counters, seat_counts"));
  return Object.fromEntries(Object.entries(contenders).map(([name, ask]) => [name, () => clean().then(ask)]));
}

async function compareSeats(contenders, signal) {
  const rates = await ratesInTurns(contenders, ROUNDS, signal);
  const against = (name, by) => spreadLine(`${NAME} : ${name}${by}`, "×", ratio(rates.product, rates[name]));
  return {
    lines: [
      atLeast(against(PER_SEAT, ` (${REFERENCE_NAME})`), AGAINST_ROWS),
      against(OVER_DRIVER, ""),
      atLeast(against(SAME_ROWS, ` (${REFERENCE_NAME})`), AGAINST_ROWS),
      ...Object.entries(rates).map(([name, rate]) => spreadLine(`${NAME}, pairs a second, ${name}`, "", summary(rate))),
    ],
    details: { rates },
  };
}
