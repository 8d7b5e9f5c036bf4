import { query } from "./database-login.mjs";
import { measuredTwice, spreadLine } from "./report.mjs";
import { ratio } from "./side-by-side.mjs";
import { summary } from "./statistics.mjs";

const HEARTBEATS = 500;
const ROUNDS = 5;
const AGAINST_SINGLE = 0.2;

/**
 * Sessions that were used, each of somebody with a seat: extended by one statement, and one by one.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {Awaited<ReturnType<typeof import("./write-lines.mjs").openWrites>>} writes
 */
export async function heartbeatLines({ signal }, { url, product, seatLicense }) {
  const tokens = await query(url, async (sql) => {
    const rows = await sql`
      select encode(s.token_hash, 'hex') as hash from sessions s join seats t using (user_id)
      where t.license_id = ${seatLicense} limit ${HEARTBEATS}`;
    return rows.map(({ hash }) => hash);
  });
  if (tokens.length < HEARTBEATS) throw new Error(`Only ${tokens.length} people are seated.`);
  return measuredTwice(async () => {
    const rounds = [];
    for (let round = 0; round <= ROUNDS; round++) {
      signal.throwIfAborted();
      rounds.push(await product.ask("heartbeats", { tokens }));
    }
    const [, ...counted] = rounds;
    const [together, singly] = ["together", "singly"].map((way) => counted.map((ms) => ms[way]));
    return {
      lines: [
        spreadLine(`${HEARTBEATS} heartbeats in one statement`, "ms", summary(together)),
        spreadLine("the same : one by one", "×", ratio(together, singly), AGAINST_SINGLE),
      ],
      details: { heartbeats: counted },
    };
  });
}
