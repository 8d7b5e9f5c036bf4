import { join } from "node:path";
import { openSession, query } from "./database-login.mjs";
import { DEMO_PATHS } from "./pages.mjs";
import { line, spreadLine } from "./report.mjs";
import { measureStartUp } from "./start-up.mjs";
import { summary } from "./statistics.mjs";

const START_LIMIT_S = 15;
const MEMORY_LIMIT_MB = 600;

/**
 * How soon `npm start` is there again, and what it then needs, with the demo installation.
 *
 * @param {import("./measure-all.mjs").Context} context
 */
export async function startLines({ root, scratch, env, runningPostgresUrl, onStop }) {
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
      spreadLine("npm start again to the first page", "s", summary(seconds), START_LIMIT_S),
      line("memory of npm, server and database after 500 pages", "MB", memory[0], MEMORY_LIMIT_MB),
    ],
    details: { startMs },
  };
}
