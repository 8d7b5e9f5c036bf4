import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ratesInTurns } from "./assign-lines.mjs";
import { createCaller } from "./caller.mjs";
import { query } from "./database-login.mjs";
import { startEmpty, startProduct } from "./product-server.mjs";
import { atLeast, measuredTwice, spreadLine } from "./report.mjs";
import { ratio } from "./side-by-side.mjs";
import { summary } from "./statistics.mjs";

const CLIENTS = [1, 8, 32];
const ROUNDS = 3;
const ROUND_MS = 2_000;
const AGAINST_ROUTE = 0.8;

/**
 * Assigning through the HTTP interface and taking back, all clients at one license, against a bare route handler of the
 * framework that sends the same statements through the same driver; and one that sends only the one that assigns.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {Awaited<ReturnType<typeof import("./write-lines.mjs").openWrites>>} writes
 * @param {string} emptyFolder
 */
export async function assignCallLines(context, { url, users, licenses: [license], statements }, emptyFolder) {
  const { token, all, act } = statements;
  const route = (name, sent) => {
    const file = join(context.scratch, `${name}.json`);
    writeFileSync(file, JSON.stringify({ url, statements: sent }));
    return startEmpty(context, emptyFolder, { BENCH_STATEMENTS: file });
  };
  const servers = {
    product: { server: await startProduct(context, url), prefix: "/api/users/", middle: "/license/" },
    route: { server: await route("route", all), prefix: "/api/assign/", middle: "/" },
    "the act alone": { server: await route("act", [act]), prefix: "/api/assign/", middle: "/" },
  };
  const doors = Object.values(servers).map(({ server, prefix, middle }) => ({
    path: (user) => `${prefix}${user}${middle}${license}`,
    connect: () => createCaller(server.url, { "x-webitel-access": token }),
  }));
  for (const door of doors) await proveAssigns(url, door, users[0], license);
  const parts = [];
  for (const clients of CLIENTS) {
    const rate = (nth) => () => pairsASecond(doors[nth], clients, users);
    const contenders = Object.fromEntries(Object.keys(servers).map((name, nth) => [name, rate(nth)]));
    const name = `PUT /users/{id}/license/{id}, ${clients} client${clients === 1 ? "" : "s"}`;
    parts.push(await measuredTwice(() => compareCalls(name, contenders, context.signal)));
  }
  for (const { server } of Object.values(servers)) await server.stop();
  return {
    lines: parts.flatMap(({ lines }) => lines),
    details: { assignCalls: Object.assign({}, ...parts.map(({ details }) => details)) },
  };
}

async function compareCalls(name, contenders, signal) {
  const rates = await ratesInTurns(contenders, ROUNDS, signal);
  const { product, route, "the act alone": act } = rates;
  return {
    lines: [
      atLeast(spreadLine(`${name} : bare route, same statements`, "×", ratio(product, route)), AGAINST_ROUTE),
      spreadLine(`${name} : bare route, the act alone`, "×", ratio(product, act)),
      ...Object.entries(rates).map(([who, rate]) =>
        spreadLine(`${name}, a second, ${who}`, "", summary(rate.map((pairs) => 2 * pairs))),
      ),
    ],
    details: { [name]: rates },
  };
}

/** Both calls do what they say: the grant is there after one and gone after the other. */
async function proveAssigns(url, { path, connect }, user, license) {
  const { call, close } = connect();
  for (const [method, expected] of Object.entries({ PUT: 1, DELETE: 0 })) {
    const { status } = await call(method, path(user));
    const found = await query(
      url,
      (sql) => sql`select from grants where user_id = ${user} and license_id = ${license}`,
    );
    if (status !== 200 || found.length !== expected) throw new Error(`${method} ${path(user)}: ${status}.`);
  }
  close();
}

/** Over connections of their own: a server ends one that was idle for a while. */
async function pairsASecond({ path, connect }, clients, users) {
  const callers = Array.from({ length: clients }, connect);
  const begun = performance.now();
  let count = 0;
  const client = async ({ call }) => {
    for (; performance.now() - begun < ROUND_MS; count++) {
      const user = users[Math.floor(Math.random() * users.length)];
      for (const method of ["PUT", "DELETE"]) {
        const { status, text } = await call(method, path(user));
        if (status !== 200) throw new Error(`${method} ${path(user)}: ${status} ${text}`);
      }
    }
  };
  await Promise.all(callers.map(client));
  for (const { close } of callers) close();
  return count / ((performance.now() - begun) / 1_000);
}
