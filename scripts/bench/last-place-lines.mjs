import postgres from "postgres";
import { query } from "./database-login.mjs";
import { atLeast, line } from "./report.mjs";

const CLIENTS = 32;
const PLACES = 100;

/**
 * The last hundred places of one license, wanted by many at once: exactly so many are given, and the counter says what
 * the grants say. A check before an insert without a guard is the control: it gives more, or the test would show nothing.
 *
 * @param {unknown} _context
 * @param {Awaited<ReturnType<typeof import("./write-lines.mjs").openWrites>>} writes
 */
export async function lastPlaceLines(_context, { url, product, users, licenses }) {
  const license = licenses.at(-1);
  const wanting = users.slice(0, 4 * PLACES);
  await query(url, async (sql) => {
    await sql`delete from grants where license_id = ${license}`;
    await sql`update licenses set "limit" = ${PLACES} where id = ${license}`;
  });
  const given = await product.ask("fill", { clients: CLIENTS, users: wanting, licenses: [license] });
  const [{ granted, grants }] = await query(
    url,
    (sql) => sql`
      select granted, (select count(*)::int from grants where license_id = id) as grants from licenses where id = ${license}`,
  );
  const unguarded = await withoutGuard(url, wanting);
  return {
    lines: [
      line(`last ${PLACES} places, ${CLIENTS} clients, given too many or too few`, "", Math.abs(given - PLACES), 0),
      line("the same, counter less grants", "", Math.abs(granted - grants), 0),
      atLeast(line("the same without the guard, given too many", "", unguarded - PLACES), 1),
    ],
    details: { lastPlaces: { given, granted, grants, unguarded } },
  };
}

/** How many get a place where everybody looks first and then takes. */
async function withoutGuard(url, users) {
  const sql = postgres(url, { max: CLIENTS, onnotice: () => {} });
  try {
    await sql`create table unguarded (user_id bigint primary key)`;
    const waiting = [...users];
    const client = async () => {
      for (let user = waiting.pop(); user !== undefined; user = waiting.pop()) {
        const [{ taken }] = await sql`select count(*)::int as taken from unguarded`;
        if (taken < PLACES) await sql`insert into unguarded (user_id) values (${user})`;
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    const [{ taken }] = await sql`select count(*)::int as taken from unguarded`;
    return taken;
  } finally {
    await sql`drop table if exists unguarded`;
    await sql.end();
  }
}
