import { query } from "./database-login.mjs";
import { line } from "./report.mjs";
import { explainStatement } from "./statement-plan.mjs";
import { isOfSession, watchPage } from "./watch-page.mjs";

/** With few users a scan of them may be the quickest plan, so plans are held to lines from so many on. */
const MANY_USERS = 100_000;
const BUFFERS = 200;

/**
 * What pages ask the database: how often, and how PostgreSQL answers.
 *
 * @param {{ size: import("./dataset.mjs").Size, url: string }} dataset
 * @param {import("./pages.mjs").Page[]} pages
 * @param {Awaited<ReturnType<typeof import("./tapped-product.mjs").startTapped>>} tapped
 * @returns lines, details, and `sent`: the statements of each page by its path
 */
export async function statementLines({ size, url }, pages, { visitor, tap }) {
  const lines = [];
  const details = {};
  const sent = {};
  const limits = size.users >= MANY_USERS ? { scans: 0, buffers: BUFFERS } : { scans: null, buffers: null };
  for (const page of pages) {
    const { roundTrips, statements } = await watchPage(visitor, page.path, tap);
    const data = statements.filter((each) => !isOfSession(each));
    const plans = await query(url, async (sql) => {
      const found = [];
      for (const statement of data) found.push(...(await explainStatement(sql, statement)));
      return found;
    });
    const name = `${page.name} ${size.name}`;
    const scanning = plans.filter(({ scanned }) => scanned.length > 0);
    lines.push(
      line(`${name}, statements`, "", statements.length, 2),
      line(`${name}, round trips`, "", roundTrips, 2),
      line(`${name}, plans that scan users or grants`, "", scanning.length, limits.scans),
      line(`${name}, buffers of a statement`, "", Math.max(...plans.map(({ buffers }) => buffers)), limits.buffers),
      line(`${name}, time of a statement`, "ms", Math.max(...plans.map(({ ms }) => ms))),
    );
    details[page.name] = { plans, statements: data };
    sent[page.path] = { statements, page };
  }
  return { lines, sent, details: { statements: details } };
}
