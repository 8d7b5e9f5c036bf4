import { generateKeyPairSync, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, startServer } from "./server-process.mjs";

/**
 * The product as an operator with a PostgreSQL of their own starts it.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {string} databaseUrl migrated
 */
export async function startProduct(context, databaseUrl) {
  const { root, onStop } = context;
  const port = await freePort();
  const server = await startServer({
    command: [process.execPath, join(root, "scripts", "start.mjs")],
    cwd: root,
    env: { ...productEnvironment(context, databaseUrl), PORT: String(port) },
    port,
    path: "/api/health",
  });
  onStop(server.stop);
  return server;
}

/** What an operator with a PostgreSQL of their own sets, but for the port. */
export function productEnvironment({ scratch, env }, databaseUrl) {
  return {
    ...env,
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(scratch, "data"),
    AUTH_SECRET: randomBytes(32).toString("base64url"),
    LICENSE_ISSUERS: writeIssuers(join(scratch, "issuers.jwks.json")),
  };
}

/**
 * The empty page, served by the same lines as the product.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {string} folder of the built application
 * @param {Record<string, string>} [more] of the environment
 */
export async function startEmpty({ root, env, onStop }, folder, more = {}) {
  const port = await freePort();
  const program = fileURLToPath(new URL("serve-folder.mjs", import.meta.url));
  const server = await startServer({
    command: [process.execPath, program, join(root, "scripts", "serve.mjs"), folder, String(port)],
    cwd: root,
    env: { ...env, ...more, NODE_ENV: "production" },
    port,
    path: "/",
  });
  onStop(server.stop);
  return server;
}

/**
 * A server that sends the same statements for the same addresses and has no framework.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {string} databaseUrl
 * @param {Record<string, { statements: import("./wire-tap.mjs").Statement[], page?: import("./pages.mjs").Page }>} answers
 */
export async function startBare({ root, scratch, env, onStop }, databaseUrl, answers) {
  const port = await freePort();
  const file = join(scratch, `answers-${port}.json`);
  writeFileSync(file, JSON.stringify(answers));
  const program = fileURLToPath(new URL("bare-server.mjs", import.meta.url));
  const server = await startServer({
    command: [process.execPath, program, databaseUrl, file, String(port)],
    cwd: root,
    env: { ...env, NODE_ENV: "production" },
    port,
    path: Object.keys(answers)[0],
  });
  onStop(server.stop);
  return server;
}

/** An issuer that never issues: the start asks for one. */
function writeIssuers(path) {
  const key = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
  writeFileSync(path, JSON.stringify({ keys: [{ ...key, kid: "bench", alg: "EdDSA", use: "sig" }] }));
  return path;
}
