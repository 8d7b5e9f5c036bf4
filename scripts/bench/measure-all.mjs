import { callLines } from "./call-lines.mjs";
import { createDataset, SIZES } from "./dataset.mjs";
import { ensureEmptyApp } from "./empty-app.mjs";
import { startEmpty, startProduct } from "./product-server.mjs";
import { startLines } from "./start-lines.mjs";
import { statementLines } from "./statement-lines.mjs";
import { timeLines } from "./time-lines.mjs";
import { createVisitor } from "./visitor.mjs";
import { weightLines } from "./weight-lines.mjs";

/**
 * @typedef {object} Context
 * @property {string} root folder of the source, installed and built
 * @property {string} scratch folder that goes away in the end
 * @property {Record<string, string | undefined>} env of every program
 * @property {AbortSignal} signal
 * @property {(stop: () => Promise<unknown>) => void} onStop
 * @property {{ adminUrl: string, pid: number }} database
 * @property {(url: string) => Promise<void>} migrate
 * @property {(dataDir: string) => string | null} runningPostgresUrl
 * @property {(args: string[]) => Promise<{ code: number | null, output: string }>} runNext
 */

/**
 * Measures everything, one thing after the other.
 *
 * @param {Context} context
 * @returns {Promise<{ lines: import("./report.mjs").Line[], details: object }>}
 */
export async function measureAll(context) {
  say("Building the empty page of the framework, if it is not there yet …");
  const emptyFolder = await ensureEmptyApp(context.root, context.runNext);
  const datasets = [];
  for (const size of SIZES) {
    say(`Making the database ${size.name} of ${size.users} users …`);
    datasets.push({ size, ...(await createDataset(context.database.adminUrl, size, context.migrate)) });
  }
  const large = datasets.at(-1);
  const visited = [];
  for (const { size, url, cookie } of datasets) {
    const server = await startProduct(context, url);
    visited.push({ name: size.name, server, visitor: createVisitor(server.url, { cookie }) });
  }
  const server = await startEmpty(context, emptyFolder);
  const empty = { name: "empty", server, visitor: createVisitor(server.url) };
  say("Visiting the pages side by side …");
  const times = await timeLines(context, visited, empty);
  say("Weighing the pages …");
  const weights = await weightLines(visited.at(-1).visitor, empty.visitor);
  for (const { visitor, server: each } of [...visited, empty]) {
    visitor.close();
    await each.stop();
  }
  say("Counting statements …");
  const statements = await statementLines(context, large);
  say("Calling the HTTP interface beside a bare server …");
  const calls = await callLines(context, large);
  say("Starting again and again …");
  const starts = await startLines(context);
  const parts = [times, statements, calls, weights, starts];
  return {
    lines: parts.flatMap(({ lines }) => lines),
    details: Object.assign({}, ...parts.map(({ details }) => details)),
  };
}

function say(sentence) {
  console.log(sentence);
}
