import { get } from "node:http";
import { openToken, query } from "./database-login.mjs";
import { watchMemory } from "./memory-watch.mjs";
import { startProduct } from "./product-server.mjs";
import { line, measuredTwice } from "./report.mjs";
import { createVisitor, visitRepeatedly } from "./visitor.mjs";

const BEYOND_MB = 64;
const WARM_UP = 500;

/**
 * All users as CSV, streamed: what the server needs for it beyond what it needs after some requests.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {{ url: string, size: import("./dataset.mjs").Size }} dataset
 */
export function csvLines(context, { url, size }) {
  return measuredTwice(async () => {
    const token = await query(url, (sql) => openToken(sql, 1));
    const server = await startProduct(context, url);
    const visitor = createVisitor(server.url, { "x-webitel-access": token });
    await visitRepeatedly(visitor, "/api/users?size=40", WARM_UP);
    visitor.close();
    const watch = watchMemory(server.pid);
    const begun = performance.now();
    const { lines: count, bytes } = await download(`${server.url}/api/users`, token);
    const seconds = (performance.now() - begun) / 1_000;
    const { before, most } = watch.end();
    await server.stop();
    // The first line says what the columns are.
    if (count !== size.users + 1) throw new Error(`The CSV of ${size.users} users has ${count} lines.`);
    const name = `users as CSV, ${size.users} rows`;
    return {
      lines: [
        line(`${name}, server memory beyond ${Math.round(before)} MB`, "MB", most - before, BEYOND_MB),
        line(`${name}, megabytes`, "MB", bytes / 2 ** 20),
        line(`${name}, rows a second`, "", count / seconds),
      ],
      details: { csv: { before, most, seconds, count, bytes } },
    };
  });
}

/** Reads as fast as it comes and keeps nothing. */
function download(address, token) {
  return new Promise((resolve, reject) => {
    get(address, { headers: { accept: "text/csv", "x-webitel-access": token } }, (response) => {
      const seen = { lines: 0, bytes: 0 };
      response.on("data", (piece) => {
        seen.bytes += piece.length;
        for (const byte of piece) if (byte === 10) seen.lines += 1;
      });
      response.on("error", reject).on("end", () => resolve(seen));
    }).on("error", reject);
  });
}
