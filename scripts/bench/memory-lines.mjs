import { openToken, query } from "./database-login.mjs";
import { holdersPath, pagesOf, searchPath } from "./pages.mjs";
import { memoryMb } from "./process-figures.mjs";
import { startProduct } from "./product-server.mjs";
import { line, measuredTwice } from "./report.mjs";
import { median } from "./statistics.mjs";
import { createVisitor } from "./visitor.mjs";

const REQUESTS = 10_000;
const SAMPLES = 40;
const CLIENTS = 4;
const LIMIT_MB = 400;

/** What the last quarter may need more than the second: garbage comes and goes, a leak only comes. */
const GROWTH_MB = 24;

/**
 * Memory of the server over ten thousand requests, pages and calls in turns.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {{ url: string, cookie: string, size: import("./dataset.mjs").Size }} dataset
 */
export function memoryLines(context, dataset) {
  return measuredTwice(async () => {
    const token = await query(dataset.url, (sql) => openToken(sql, 1));
    const server = await startProduct(context, dataset.url);
    const samples = await sampled(
      server,
      pathsOf(dataset.size),
      { cookie: dataset.cookie, "x-webitel-access": token },
      context.signal,
    );
    await server.stop();
    const quarter = (nth) => median(samples.slice((nth * SAMPLES) / 4, ((nth + 1) * SAMPLES) / 4));
    return {
      lines: [
        line(`memory of the server after ${REQUESTS} requests ${dataset.size.name}`, "MB", samples.at(-1), LIMIT_MB),
        line("the same, last quarter less second", "MB", quarter(3) - quarter(1), GROWTH_MB),
      ],
      details: { memory: samples },
    };
  });
}

/** Mostly calls, as services send them; each search another. */
function pathsOf(size) {
  const named = Object.fromEntries(pagesOf(size).map(({ name, path }) => [name, path]));
  const terms = ["ко", "mar", "шев", "no", "петр"];
  return [
    named.registry,
    "/api/userinfo",
    named.matrix,
    "/api/users?size=40",
    ...terms.flatMap((term) => [searchPath(term), "/api/license", "/api/userinfo"]),
    holdersPath("ко"),
    "/api/userinfo",
  ];
}

/** @returns {Promise<number[]>} megabytes */
async function sampled({ url, pid }, paths, identity, signal) {
  const visitors = Array.from({ length: CLIENTS }, () => createVisitor(url, identity));
  const samples = [];
  for (let sent = 0; samples.length < SAMPLES; samples.push(memoryMb(pid))) {
    signal.throwIfAborted();
    const until = sent + REQUESTS / SAMPLES;
    const client = async (visitor) => {
      while (sent < until) await visitor.get(paths[sent++ % paths.length]);
    };
    await Promise.all(visitors.map(client));
  }
  for (const visitor of visitors) visitor.close();
  return samples;
}
