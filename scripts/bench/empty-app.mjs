import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One page of the framework with nothing on it, rendered for each request, with the settings of the product. */
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
  mkdirSync(join(folder, "app"), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  const { code, output } = await runNext(["build", folder]);
  if (code !== 0) throw new Error(`The empty application could not be built.\n${output}`);
  writeFileSync(mark, wanted);
  return folder;
}
