import { openToken, query } from "./database-login.mjs";
import { startBare, startProduct } from "./product-server.mjs";
import { spreadLine } from "./report.mjs";
import { proveSameIds } from "./same-rows.mjs";
import { ratio } from "./side-by-side.mjs";
import { summary } from "./statistics.mjs";
import { startTapped } from "./tapped-product.mjs";
import { createVisitor } from "./visitor.mjs";
import { watchPage } from "./watch-page.mjs";

const CALLS = [
  { name: "GET /userinfo", path: "/api/userinfo", isChosen: true },
  { name: "GET /users, 40", path: "/api/users?size=40&fields=id&fields=name&fields=license" },
];
const CLIENTS = 8;
const ROUNDS = 5;
const ROUND_MS = 2_000;

/**
 * Calls of the HTTP interface against a bare Node server that sends the same statements through the same driver, with
 * eight clients that each wait for their answer.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {{ url: string }} dataset
 */
export async function callLines(context, dataset) {
  const token = await query(dataset.url, (sql) => openToken(sql, 1));
  const statements = await statementsOf(context, dataset, token);
  const servers = [
    { name: "product", server: await startProduct(context, dataset.url) },
    { name: "bare", server: await startBare(context, dataset.url, statements) },
  ];
  const clients = new Map(
    servers.map(({ name, server }) => [
      name,
      Array.from({ length: CLIENTS }, () => createVisitor(server.url, { "x-webitel-access": token })),
    ]),
  );
  const lines = [];
  const details = {};
  for (const { name, path, isChosen } of CALLS) {
    const [ours, bare] = [await clients.get("product")[0].get(path), await clients.get("bare")[0].get(path)];
    proveSameIds(name, ours.text(), bare.text(), isChosen);
    const rates = await measureRates(path, clients, context.signal);
    lines.push(
      spreadLine(`${name}, calls a second : bare Node`, "×", ratio(rates.get("product"), rates.get("bare"))),
      spreadLine(`${name}, calls a second`, "", summary(rates.get("product"))),
      spreadLine(`${name}, calls a second, bare Node`, "", summary(rates.get("bare"))),
    );
    details[name] = Object.fromEntries(rates);
  }
  for (const visitor of [...clients.values()].flat()) visitor.close();
  for (const { server } of servers) await server.stop();
  return { lines, details: { calls: details } };
}

/** What the product sends for each call, seen on the wire. */
async function statementsOf(context, dataset, token) {
  const { visitor, tap, stop } = await startTapped(context, dataset, { "x-webitel-access": token });
  const seen = {};
  for (const { path } of CALLS) seen[path] = { statements: (await watchPage(visitor, path, tap)).statements };
  await stop();
  return seen;
}

async function measureRates(path, clients, signal) {
  const rates = new Map([...clients.keys()].map((name) => [name, []]));
  for (const visitors of clients.values()) await callFor(ROUND_MS, path, visitors);
  for (let round = 0; round < ROUNDS; round++) {
    signal.throwIfAborted();
    const order = round % 2 === 0 ? [...clients] : [...clients].toReversed();
    for (const [name, visitors] of order) rates.get(name).push(await callFor(ROUND_MS, path, visitors));
  }
  return rates;
}

/** Calls a second of clients that each wait for the answer before they ask again. */
async function callFor(milliseconds, path, visitors) {
  const begun = performance.now();
  const counts = await Promise.all(
    visitors.map(async (visitor) => {
      let count = 0;
      for (; performance.now() - begun < milliseconds; count++) await visitor.get(path);
      return count;
    }),
  );
  const seconds = (performance.now() - begun) / 1_000;
  return counts.reduce((sum, count) => sum + count, 0) / seconds;
}
