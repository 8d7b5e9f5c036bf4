const BIG_TABLES = ["users", "grants"];

/**
 * @typedef {object} Plan
 * @property {string} mode of the plan cache: prepared statements may be planned for their values or for any
 * @property {number} ms of execution
 * @property {number} buffers pages of 8 KB that it touched
 * @property {string[]} scanned tables among users and grants that are read without an index
 */

/**
 * Runs a statement of the product as PostgreSQL would, prepared, with both kinds of plan.
 *
 * @param {import("postgres").Sql} sql one connection
 * @param {import("./wire-tap.mjs").Statement} statement
 * @returns {Promise<Plan[]>}
 */
export async function explainStatement(sql, { text, params }) {
  const values = params.map((param) => (param === null ? "null" : `'${param.replaceAll("'", "''")}'`)).join(", ");
  await sql.unsafe(`prepare page as ${text}`);
  const plans = [];
  for (const mode of ["force_custom_plan", "force_generic_plan"]) {
    await sql.unsafe(`set plan_cache_mode = ${mode}`);
    const explain = `explain (analyze, buffers, format json) execute page${values && `(${values})`}`;
    // The first run reads what is not in memory yet.
    await sql.unsafe(explain);
    const [{ "QUERY PLAN": answer }] = await sql.unsafe(explain);
    plans.push(readPlan(mode, answer[0]));
  }
  await sql.unsafe("deallocate page");
  return plans;
}

function readPlan(mode, { Plan: root, "Execution Time": ms }) {
  const scanned = nodesOf(root)
    .filter((node) => node["Node Type"].endsWith("Seq Scan") && BIG_TABLES.includes(node["Relation Name"]))
    .map((node) => node["Relation Name"]);
  return { mode, ms, buffers: root["Shared Hit Blocks"] + root["Shared Read Blocks"], scanned: [...new Set(scanned)] };
}

function nodesOf(node) {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
