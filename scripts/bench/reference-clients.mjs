import postgres from "postgres";

/**
 * `reference-clients.mjs DATABASE_URL SCRIPT`: does what pgbench does, where there is none: clients that each run a script
 * over a connection of their own. Prints the turns a second as pgbench prints them.
 */
const [url, script] = process.argv.slice(2);
const { draws, statements, clients, seconds } = JSON.parse(script);
const sql = postgres(url, { max: clients, fetch_types: false, onnotice: () => {} });

await Promise.all(Array.from({ length: clients }, () => sql`select pg_sleep(0.01)`));
const begun = performance.now();
const turns = await Promise.all(Array.from({ length: clients }, client));
console.log(`tps = ${turns.reduce((sum, each) => sum + each, 0) / ((performance.now() - begun) / 1_000)}`);
await sql.end();

async function client() {
  let count = 0;
  for (; performance.now() - begun < seconds * 1_000; count++) {
    const known = Object.fromEntries(Object.entries(draws).map(([name, range]) => [name, drawn(range)]));
    for (const { text, keeps } of statements) {
      const rows = await send(text, known);
      if (keeps) Object.assign(known, rows[0]);
    }
  }
  return count;
}

function drawn([from, till]) {
  return from + Math.floor(Math.random() * (till - from + 1));
}

function send(text, known) {
  const params = [];
  const numbered = text.replace(/(?<!:):([a-z]\w*)/g, (_, name) => `$${params.push(String(known[name]))}`);
  return sql.unsafe(numbered, params, { prepare: true });
}
