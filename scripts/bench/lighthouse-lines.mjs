import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { QUIET } from "./browser.mjs";
import { pagesOf } from "./pages.mjs";
import { startProduct } from "./product-server.mjs";
import { atLeast, line, measuredTwice } from "./report.mjs";

/** Too heavy for everybody who installs the product: it is installed beside the data sets when it is first asked for. */
const VERSION = "12.8.2";

const LEAST = { performance: 95, accessibility: 100, "best-practices": 100 };
const PAGES = ["registry", "matrix"];

/**
 * Lighthouse for a phone, which thinks the processor four times slower and the network that of a phone, on pages of
 * somebody who is signed in.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {{ url: string, cookie: string, size: import("./dataset.mjs").Size }} dataset
 */
export async function lighthouseLines(context, { url, cookie, size }) {
  const program = await ensureLighthouse(context);
  const server = await startProduct(context, url);
  const parts = [];
  for (const { name, path } of pagesOf(size).filter((page) => PAGES.includes(page.name))) {
    parts.push(await measuredTwice(() => judge(context, program, { name, address: `${server.url}${path}`, cookie })));
  }
  await server.stop();
  return {
    lines: parts.flatMap(({ lines }) => lines),
    details: { lighthouse: Object.assign({}, ...parts.map(({ details }) => details)) },
  };
}

async function judge(context, program, { name, address, cookie }) {
  const [headers, report] = ["headers", "lighthouse"].map((file) => join(context.scratch, `${file}.json`));
  writeFileSync(headers, JSON.stringify({ Cookie: cookie }));
  const args = [
    address,
    `--only-categories=${Object.keys(LEAST).join(",")}`,
    `--extra-headers=${headers}`,
    "--output=json",
    `--output-path=${report}`,
    `--chrome-flags=--headless=new --no-sandbox ${QUIET.join(" ")}`,
    "--quiet",
  ];
  const env = { ...context.env, CHROME_PATH: await context.ensureBrowser() };
  const look = () => run(context, process.execPath, [program, ...args], env);
  // A browser that starts for the first time can miss the beginning of its page; Lighthouse asks to be run again then.
  await look().catch((error) => (error.message.includes("run Lighthouse again") ? look() : Promise.reject(error)));
  const { categories, audits, finalDisplayedUrl } = JSON.parse(readFileSync(report, "utf8"));
  if (finalDisplayedUrl !== address) throw new Error(`Lighthouse was led to ${finalDisplayedUrl}.`);
  const lines = Object.entries(LEAST).map(([category, least]) =>
    atLeast(line(`Lighthouse ${name}: ${category}`, "", Math.round(100 * categories[category].score)), least),
  );
  const faults = Object.values(audits).filter(({ score }) => score !== null && score < 1);
  return { lines, details: { [name]: faults.map(({ id, score, displayValue }) => ({ id, score, displayValue })) } };
}

async function ensureLighthouse(context) {
  const folder = join(context.root, ".cache", "bench", `lighthouse-${VERSION}`);
  const program = join(folder, "node_modules", "lighthouse", "cli", "index.js");
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `{ "name": "judge", "private": true }\n`);
  await run(
    context,
    "npm",
    ["install", "--no-audit", "--no-fund", `lighthouse@${VERSION}`, "--prefix", folder],
    context.env,
  );
  return program;
}

async function run({ root, signal }, program, args, env) {
  const child = spawn(program, args, { cwd: root, env, signal, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`${program} ${args[0]} ended with ${code}.\n${said.trim()}`);
}
