import { join } from "node:path";
import { openSession, query } from "./database-login.mjs";
import { DEMO_PATHS } from "./pages.mjs";
import { productEnvironment } from "./product-server.mjs";
import { line, measuredTwice, spreadLine } from "./report.mjs";
import { measureStarts, measureStartUp } from "./start-up.mjs";
import { summary } from "./statistics.mjs";

const START_LIMIT_S = { embedded: 6, without: 3 };
const MEMORY_LIMIT_MB = 600;

/**
 * How soon `npm start` is there again: with the demo installation in the embedded database, and what it then needs; and
 * with a data set in a database that runs already.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {{ url: string }} dataset
 */
export async function startLines(context, dataset) {
  const parts = [
    await measuredTwice(() => startEmbedded(context)),
    await measuredTwice(() => startWithout(context, dataset)),
  ];
  return {
    lines: parts.flatMap(({ lines }) => lines),
    details: { starts: Object.assign({}, ...parts.map(({ details }) => details)) },
  };
}

async function startWithout(context, { url }) {
  const { root, onStop } = context;
  const startMs = await measureStarts({ root, env: productEnvironment(context, url), onStop });
  const seconds = summary(startMs.map((ms) => ms / 1_000));
  return {
    lines: [spreadLine("npm start again, database of its own, to the first page", "s", seconds, START_LIMIT_S.without)],
    details: { without: startMs },
  };
}

async function startEmbedded({ root, scratch, env, runningPostgresUrl, onStop }) {
  const dataDir = join(scratch, "demo");
  const signIn = () =>
    query(runningPostgresUrl(dataDir), async (sql) => {
      const [{ id }] = await sql`
        select ur.user_id as id from user_roles ur join roles r on r.id = ur.role_id where r.name = 'sysadmin' limit 1`;
      return openSession(sql, id);
    });
  const { startMs, memory } = await measureStartUp({
    root,
    env: { ...env, DATA_DIR: dataDir },
    signIn,
    paths: DEMO_PATHS,
    onStop,
  });
  const seconds = startMs.map((ms) => ms / 1_000);
  return {
    lines: [
      spreadLine("npm start again to the first page", "s", summary(seconds), START_LIMIT_S.embedded),
      line("memory of npm, server and database after 500 pages", "MB", memory[0], MEMORY_LIMIT_MB),
    ],
    details: { embedded: startMs },
  };
}
