import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import postgres from "postgres";

/**
 * `bare-server.mjs DATABASE_URL FILE PORT`: what Node and PostgreSQL allow at all. The file holds, for each address, the
 * statements that the product sends for it; they are sent here through the same driver, and their rows answered as JSON.
 */
const [url, file, port] = process.argv.slice(2);
const calls = JSON.parse(readFileSync(file, "utf8"));
const settings = { application_name: "bare", statement_timeout: 4_500, TimeZone: "UTC" };
const sql = postgres(url, { max: 10, fetch_types: false, onnotice: () => {}, connection: settings });

const server = createServer(async (request, response) => {
  const statements = calls[request.url];
  if (!statements) return response.writeHead(404).end();
  let rows = [];
  for (const { text, params } of statements) rows = await sql.unsafe(text, params, { prepare: true });
  const body = Buffer.from(JSON.stringify(rows));
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
});
server.listen(Number(port), "127.0.0.1");
process.once("SIGTERM", () => server.close(() => sql.end().then(() => process.exit(0))));
