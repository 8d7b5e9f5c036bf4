import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { connect } from "node:net";
import { openToken, query } from "./database-login.mjs";
import { pagesOf } from "./pages.mjs";
import { memoryMb, processorMs } from "./process-figures.mjs";
import { startProduct } from "./product-server.mjs";
import { line, spreadLine } from "./report.mjs";
import { freePort, startServer } from "./server-process.mjs";
import { ratio } from "./side-by-side.mjs";
import { summary } from "./statistics.mjs";

const CLIENTS = 12;
const ROUNDS = 5;
const ROUND_MS = 3_000;
const WORKERS = [1, 2];

/** Requests that a process answers before it is measured: code that runs often is made quicker while it runs. */
const WARM_UP = 200;

/**
 * How many requests a second one process answers and two of them, in turns, with clients that each wait for their
 * answer on a connection that stays open. Where clients and PostgreSQL share the processors with the server, two
 * processes cannot give twice as much; what a request takes of the processor says what the product itself does.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {{ url: string, cookie: string, size: import("./dataset.mjs").Size }} dataset
 */
export async function workerLines(context, dataset) {
  const token = await query(dataset.url, (sql) => openToken(sql, 1));
  const { path } = pagesOf(dataset.size).find(({ name }) => name === "matrix");
  const asked = [
    { name: "matrix", path, header: `Cookie: ${dataset.cookie}` },
    { name: "GET /users, 40", path: "/api/users?size=40", header: `X-Webitel-Access: ${token}` },
  ];
  const servers = [];
  for (const count of WORKERS) servers.push(await startWith(context, dataset.url, count));
  const lines = [];
  const details = {};
  for (const { name, ...what } of asked) {
    const rounds = await measureRounds(servers, what, context);
    const [one, two] = rounds;
    lines.push(
      spreadLine(`${name}, a second, 2 processes : 1`, "×", ratio(two.rate, one.rate)),
      spreadLine(`${name}, processor a request, 2 processes : 1`, "×", ratio(two.processor, one.processor)),
      ...rounds.map(({ rate }, nth) => spreadLine(`${name}, a second, ${WORKERS[nth]}`, "", summary(rate))),
      ...rounds.flatMap(({ processor, database }, nth) => [
        spreadLine(`${name}, processor a request, ${WORKERS[nth]}`, "ms", summary(processor)),
        spreadLine(`${name}, the same of PostgreSQL, ${WORKERS[nth]}`, "ms", summary(database)),
      ]),
    );
    details[name] = rounds;
  }
  for (const [nth, { pid }] of servers.entries())
    lines.push(line(`memory, ${WORKERS[nth]} serving`, "MB", memoryMb(pid)));
  for (const server of servers) await server.stop();
  return { lines, details: { workers: details } };
}

/** The product with so many processes; one of them writes the issuers' file that the others read. */
async function startWith(context, databaseUrl, count) {
  if (count === 1) return startProduct(context, databaseUrl);
  const { root, scratch, env, onStop } = context;
  const port = await freePort();
  const server = await startServer({
    command: [process.execPath, join(root, "scripts", "start.mjs"), "--workers", String(count)],
    cwd: root,
    env: {
      ...env,
      DATABASE_URL: databaseUrl,
      DATA_DIR: join(scratch, "data"),
      PORT: String(port),
      AUTH_SECRET: randomBytes(32).toString("base64url"),
      LICENSE_ISSUERS: join(scratch, "issuers.jwks.json"),
    },
    port,
    path: "/api/health",
  });
  onStop(server.stop);
  return server;
}

/** Every other round in reverse order. */
async function measureRounds(servers, what, { database, signal }) {
  const figures = servers.map(() => ({ rate: [], processor: [], database: [] }));
  for (const [nth, { url }] of servers.entries()) {
    for (let count = 0; count < WARM_UP * WORKERS[nth]; ) count += (await askFor(ROUND_MS, url, what)).count;
  }
  for (let round = 0; round < ROUNDS; round++) {
    signal.throwIfAborted();
    const order = round % 2 === 0 ? [...servers.keys()] : [...servers.keys()].toReversed();
    for (const nth of order) {
      const used = () => [servers[nth].pid, database.pid].map((pid) => processorMs([pid]));
      const before = used();
      const { count, seconds } = await askFor(ROUND_MS, servers[nth].url, what);
      const [server, stored] = used().map((after, which) => (after - before[which]) / count);
      figures[nth].rate.push(count / seconds);
      figures[nth].processor.push(server);
      figures[nth].database.push(stored);
    }
  }
  return figures;
}

async function askFor(milliseconds, origin, what) {
  const begun = performance.now();
  const until = begun + milliseconds;
  const counts = await Promise.all(Array.from({ length: CLIENTS }, () => askRepeatedly(origin, what, until)));
  return { count: counts.reduce((sum, count) => sum + count, 0), seconds: (performance.now() - begun) / 1_000 };
}

/**
 * Sends the same bytes again as soon as the answer has come: Node's own client takes as much of the processor as the
 * server does for a short answer. What compressed answers end with is known.
 *
 * @returns {Promise<number>} answers until the given moment
 */
async function askRepeatedly(origin, what, until) {
  let count = 0;
  // The server ends a connection after many requests.
  while (performance.now() < until) count += await askOverOneConnection(origin, what, until);
  return count;
}

function askOverOneConnection(origin, { path, header }, until) {
  const { hostname, port, host } = new URL(origin);
  const bytes = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept-Encoding: gzip, br\r\nAccept: text/html,*/*\r\n${header}\r\n\r\n`;
  return new Promise((resolve, reject) => {
    let count = 0;
    let tail = "";
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setNoDelay(true);
    socket.on("error", reject);
    socket.on("close", () => resolve(count));
    socket.on("data", (piece) => {
      const text = piece.toString("latin1");
      if (tail === "" && !text.startsWith("HTTP/1.1 200 ")) reject(new Error(`${path}: ${text.split("\r\n")[0]}`));
      tail = (tail + text).slice(-5);
      if (tail !== "0\r\n\r\n") return;
      tail = "";
      count += 1;
      if (performance.now() >= until) socket.end();
      else socket.write(bytes);
    });
  });
}
