import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * One page of the framework with nothing on it, rendered for each request, with the settings of the product; and a bare
 * route handler, which fills in and sends the statements of a file, each after the other.
 */
const FILES = {
  "package.json": `{ "name": "empty", "private": true, "type": "module" }\n`,
  "next.config.mjs": `import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\\/$/, "");

export default {
  poweredByHeader: false,
  // Compressed by who serves it, like the product: brotli makes scripts smaller than the framework's own gzip.
  compress: false,
  reactStrictMode: true,
  turbopack: { root },
  outputFileTracingRoot: root,
  experimental: { agentUpgrade: false },
  agentRules: false,
  serverExternalPackages: ["postgres"],
};
`,
  "app/layout.jsx": `export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
`,
  "app/api/assign/[user]/[license]/route.js": `import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import postgres from "postgres";

let given;
let sql;

async function assign(held, { params }) {
  given ??= JSON.parse(readFileSync(process.env.BENCH_STATEMENTS, "utf8"));
  sql ??= postgres(given.url, { max: 10, fetch_types: false, onnotice: () => {} });
  const values = { ...(await params), held, act: randomUUID() };
  let rows = [];
  for (const { text, params } of given.statements) {
    const filled = params.map((param) => param && param.replace(/\\{(user|license|held|act)\\}/g, (_, name) => values[name]));
    rows = await sql.unsafe(text, filled, { prepare: true });
  }
  return Response.json(rows);
}

export const PUT = (request, context) => assign(true, context);
export const DELETE = (request, context) => assign(false, context);
`,
  "app/page.jsx": `export const dynamic = "force-dynamic";

export default function Page() {
  return null;
}
`,
};

/**
 * Sees to it that the empty application is there and built; kept for each version of the framework.
 *
 * @param {string} root folder of the source; the application takes its packages from there
 * @param {(args: string[]) => Promise<{ code: number | null, output: string }>} runNext runs the framework's program
 * @returns {Promise<string>} its folder
 */
export async function ensureEmptyApp(root, runNext) {
  const { version } = JSON.parse(readFileSync(join(root, "node_modules", "next", "package.json"), "utf8"));
  const folder = join(root, ".cache", "bench", `empty-${version}`);
  const mark = join(folder, "built");
  const wanted = JSON.stringify(FILES);
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return folder;
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { code, output } = await runNext(["build", folder]);
  if (code !== 0) throw new Error(`The empty application could not be built.\n${output}`);
  writeFileSync(mark, wanted);
  return folder;
}
