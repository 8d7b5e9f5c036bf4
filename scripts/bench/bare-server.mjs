import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { constants } from "node:zlib";
import compression from "compression";
import postgres from "postgres";
import { barePage } from "./bare-page.mjs";

/**
 * `bare-server.mjs DATABASE_URL FILE PORT`: what Node and PostgreSQL allow at all. The file holds, for each address, the
 * statements that the product sends for it; they are sent here through the same driver. The rows are answered as HTML
 * where the file says which table the page has, else as JSON, compressed as the product compresses.
 */
const [url, file, port] = process.argv.slice(2);
const answers = JSON.parse(readFileSync(file, "utf8"));
const settings = { application_name: "bare", statement_timeout: 4_500, TimeZone: "UTC" };
const sql = postgres(url, { max: 10, fetch_types: false, onnotice: () => {}, connection: settings });
const compress = compression({ brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } } });

const server = createServer((request, response) => compress(request, response, () => void answer(request, response)));
server.listen(Number(port), "127.0.0.1");
process.once("SIGTERM", () => server.close(() => sql.end().then(() => process.exit(0))));

async function answer(request, response) {
  const wanted = answers[request.url];
  if (!wanted) return response.writeHead(404).end();
  try {
    let rows = [];
    for (const { text, params } of wanted.statements) rows = await sql.unsafe(text, params, { prepare: true });
    const [type, body] = wanted.page
      ? ["text/html; charset=utf-8", barePage(rows[0], wanted.page)]
      : ["application/json", JSON.stringify(rows)];
    response.writeHead(200, { "content-type": type }).end(body);
  } catch (error) {
    response.writeHead(500).end(error.message);
  }
}
