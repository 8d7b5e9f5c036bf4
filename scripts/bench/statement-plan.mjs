const BIG_TABLES = ["users", "grants"];

/**
 * @typedef {object} Plan
 * @property {string} mode of the plan cache: prepared statements may be planned for their values or for any
 * @property {number} ms of planning and execution
 * @property {number} buffers pages of 8 KB that it touched
 * @property {string[]} scanned tables among users and grants that are read without an index, by functions too
 */

/**
 * Runs a statement of the product as PostgreSQL would, prepared, with both kinds of plan.
 *
 * @param {import("postgres").Sql} sql one connection
 * @param {import("./wire-tap.mjs").Statement} statement
 * @returns {Promise<Plan[]>}
 */
export async function explainStatement(sql, { text, params }) {
  await sql.unsafe(`prepare page as ${text}`);
  const plans = [];
  for (const mode of ["force_custom_plan", "force_generic_plan"]) {
    await sql.unsafe(`set plan_cache_mode = ${mode}`);
    const explain = `explain (analyze, buffers, format json) ${execution("page", params)}`;
    // The first run reads what is not in memory yet.
    await sql.unsafe(explain);
    const [answer, scanned] = await sql.begin(async (act) => {
      const [{ "QUERY PLAN": found }] = await act.unsafe(explain);
      // The plan does not show what functions do; the counters of this transaction do.
      const rows = await act`
        select relname as name from pg_stat_xact_user_tables where seq_scan > 0 and relname in ${act(BIG_TABLES)}`;
      return [found[0], rows.map(({ name }) => name)];
    });
    const { Plan: root, "Execution Time": execute, "Planning Time": plan } = answer;
    plans.push({ mode, ms: plan + execute, buffers: root["Shared Hit Blocks"] + root["Shared Read Blocks"], scanned });
  }
  await sql.unsafe("deallocate page");
  return plans;
}

/** How a prepared statement is run with these values. */
export function execution(name, params) {
  const values = params.map((param) => (param === null ? "null" : `'${param.replaceAll("'", "''")}'`)).join(", ");
  return `execute ${name}${values && `(${values})`}`;
}
