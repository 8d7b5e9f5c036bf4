import { fork } from "node:child_process";
import { join } from "node:path";

/**
 * The product's queries and pool in a process of their own, as a server has them.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {string} databaseUrl
 * @returns {{ ask: (work: string, load: object) => Promise<any>, stop: () => Promise<void> }} one question at a time; the
 *   works are those of `product-load.ts`
 */
export function startProductProcess({ root, env, onStop }, databaseUrl) {
  const child = fork(join(root, "scripts", "bench", "product-load.ts"), {
    cwd: root,
    env: { ...env, DATABASE_URL: databaseUrl, NODE_ENV: "production" },
    execArgv: ["--import", "tsx"],
  });
  let waiting = null;
  const ended = new Promise((resolve) => child.on("exit", resolve));
  void ended.then(() => waiting?.reject(new Error("The product's process ended while it was asked.")));
  child.on("message", ({ answer, error }) =>
    error === undefined ? waiting.resolve(answer) : waiting.reject(new Error(error)),
  );
  const ask = (work, load) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      child.send({ work, ...load });
    });
  const stop = async () => {
    child.kill();
    await ended;
  };
  onStop(stop);
  return { ask, stop };
}
