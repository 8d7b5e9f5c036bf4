import { memoryMb } from "./process-figures.mjs";
import { freePort, startServer } from "./server-process.mjs";
import { createVisitor, visitRepeatedly } from "./visitor.mjs";

const STARTS = 3;
const REQUESTS = 500;

/**
 * How long `npm start` takes until its first page, again and again; a first start, which is not counted, makes what is kept.
 *
 * @param {object} input
 * @param {string} input.root folder of the source, built
 * @param {Record<string, string | undefined>} input.env
 * @param {(stop: () => Promise<void>) => void} input.onStop
 * @param {(server: { url: string, pid: number }) => Promise<void>} [input.visit] what is done with the last one
 * @returns {Promise<number[]>} milliseconds of each start
 */
export async function measureStarts({ root, env, onStop, visit = async () => {} }) {
  const startMs = [];
  for (let nth = 0; nth <= STARTS; nth++) {
    const port = await freePort();
    const command = ["npm", "start"];
    const server = await startServer({
      command,
      cwd: root,
      env: { ...env, PORT: String(port) },
      port,
      path: "/sign-in",
    });
    onStop(server.stop);
    if (nth > 0) startMs.push(server.startMs);
    if (nth === STARTS) await visit(server);
    await server.stop();
  }
  return startMs;
}

/**
 * `npm start` with the embedded database on a data folder that it made before: the time to its first page, and the
 * memory of everything that it runs, npm included, after 500 pages.
 *
 * @param {object} input
 * @param {string} input.root folder of the source, built
 * @param {Record<string, string | undefined>} input.env with DATA_DIR
 * @param {() => Promise<string>} input.signIn answers the cookie of an administrator of the running installation
 * @param {string[]} input.paths
 * @param {(stop: () => Promise<void>) => void} input.onStop
 * @returns {Promise<{ startMs: number[], memory: number[] }>} milliseconds of each start, megabytes after the last
 */
export async function measureStartUp({ root, env, signIn, paths, onStop }) {
  const memory = [];
  const visit = async (server) => void memory.push(await memoryAfterVisits(server, await signIn(), paths));
  return { startMs: await measureStarts({ root, env, onStop, visit }), memory };
}

async function memoryAfterVisits({ url, pid }, cookie, paths) {
  const visitor = createVisitor(url, { cookie });
  for (let nth = 0; nth < REQUESTS; nth += paths.length)
    for (const path of paths) await visitRepeatedly(visitor, path, 1);
  const used = memoryMb(pid);
  visitor.close();
  return used;
}
