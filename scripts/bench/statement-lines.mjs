import { query } from "./dataset.mjs";
import { PAGES } from "./pages.mjs";
import { startProduct } from "./product-server.mjs";
import { line } from "./report.mjs";
import { explainStatement } from "./statement-plan.mjs";
import { median } from "./statistics.mjs";
import { createVisitor, visitRepeatedly } from "./visitor.mjs";
import { tapDatabase } from "./wire-tap.mjs";

const WARM_UP = 20;
const REQUESTS = 20;
const isOfSession = ({ text }) => text.includes("token_actor(");

/**
 * What a page asks the database: how often, and how PostgreSQL answers. Plans are those for 100,000 users.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {{ url: string, cookie: string }} dataset
 */
export async function statementLines(context, dataset) {
  const tap = await tapDatabase(dataset.url);
  context.onStop(async () => tap.close());
  const server = await startProduct(context, tap.url);
  const visitor = createVisitor(server.url, { cookie: dataset.cookie });
  const lines = [];
  const details = {};
  for (const { name, path } of PAGES) {
    const { roundTrips, statements } = await watchPage(visitor, path, tap);
    const data = statements.filter((each) => !isOfSession(each));
    const plans = await query(dataset.url, async (sql) => {
      const found = [];
      for (const statement of data) found.push(...(await explainStatement(sql, statement)));
      return found;
    });
    const scanning = plans.filter(({ scanned }) => scanned.length > 0);
    lines.push(
      line(`${name}, round trips`, "", roundTrips, 2),
      line(`${name}, statements for the session`, "", statements.length - data.length, 1),
      line(`${name}, statements for the data`, "", data.length, 1),
      line(`${name}, plans that scan users or grants`, "", scanning.length, 0),
      line(`${name}, time of the statement`, "ms", Math.max(...plans.map(({ ms }) => ms))),
      line(`${name}, buffers of the statement`, "", Math.max(...plans.map(({ buffers }) => buffers))),
    );
    details[name] = { plans, statements: data };
  }
  visitor.close();
  await server.stop();
  tap.close();
  return { lines, details: { statements: details } };
}

/**
 * The round trips of a request, and the statements that come with every other request at least: what the server does
 * by itself now and then is not the page's.
 */
export async function watchPage(visitor, path, tap) {
  // Each of the pool's connections learns the statements first; that takes a round trip more, once.
  await visitRepeatedly(visitor, path, WARM_UP);
  tap.take();
  const seen = [];
  for (let nth = 0; nth < REQUESTS; nth++) {
    await visitor.get(path);
    seen.push(tap.take());
  }
  const sent = seen.flatMap(({ statements }) => statements);
  const times = (text) => sent.filter((each) => each.text === text).length;
  const known = [...new Map(sent.map((each) => [each.text, each])).values()];
  return {
    roundTrips: median(seen.map(({ roundTrips }) => roundTrips)),
    statements: known.filter(({ text }) => times(text) >= REQUESTS / 2),
  };
}
