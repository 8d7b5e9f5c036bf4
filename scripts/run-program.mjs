import { spawn } from "node:child_process";
import { join } from "node:path";

/** A runner that was asked to end gets this long to end its own children. */
const FINISH_MS = 10_000;

/**
 * Runs the program of an installed package and waits for its end, also when it is asked to end.
 *
 * @param {{ root: string, env: Record<string, string | undefined>, signal: AbortSignal }} context
 * @param {string} program path under node_modules; `npx` would put two more processes between us and it
 * @param {string[]} args
 * @param {{ quiet?: boolean }} [options] quiet: what it says is not shown but answered
 * @returns {Promise<{ code: number | null, output: string }>} the code is null when it was killed
 */
export async function runProgram({ root, env, signal }, program, args, { quiet = false } = {}) {
  const stdio = ["ignore", ...(quiet ? ["pipe", "pipe"] : ["inherit", "inherit"])];
  const child = spawn(process.execPath, [join(root, "node_modules", program), ...args], { cwd: root, env, stdio });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text) => (output += text));
  let limit;
  const end = () => {
    child.kill("SIGINT");
    limit = setTimeout(() => child.kill("SIGKILL"), FINISH_MS);
  };
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  const code = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  clearTimeout(limit);
  signal.removeEventListener("abort", end);
  return { code, output };
}
