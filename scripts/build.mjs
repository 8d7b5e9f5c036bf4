import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { takeLock } from "./pid-lock.mjs";
import { PlainError } from "./plain-error.mjs";
import { isWholeBuild } from "./whole-build.mjs";
import { checkWritable, foldersUnder, notWritable } from "./writable.mjs";

const SOURCES = [
  "app",
  "components",
  "lib",
  "db",
  "i18n",
  "messages",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "instrumentation-node.ts",
  "next.config.mjs",
];
const SETTINGS = ["package.json", "package-lock.json", "tsconfig.json", "postcss.config.mjs", "global.d.ts"];

/**
 * Sees to it that `.next` is the production build of the source as it is, and whole. Several processes may call this at once: one
 * builds, the others wait. Needs no database and no configuration.
 *
 * @param {string} root folder of the source
 * @param {{ signal?: AbortSignal }} [options] ends a running build
 * @returns {Promise<boolean>} true when something was built
 * @throws {PlainError} with the output of the build when it fails
 */
export async function ensureBuilt(root, { signal } = {}) {
  const folder = join(root, ".next");
  const mark = join(folder, "built-from");
  const wanted = sourceHash(root);
  if (isBuilt(folder, mark, wanted)) return false;
  checkWritable(root, [".cache", ...foldersUnder(root, ".next")], "Building");
  mkdirSync(join(root, ".cache"), { recursive: true });
  const lock = await waitForLock(join(root, ".cache", "build.lock"), signal);
  try {
    if (isBuilt(folder, mark, wanted)) return false;
    rmSync(mark, { force: true });
    console.log("Building, about a minute …");
    await runBuild(root, wanted, signal);
    writeFileSync(mark, wanted);
    return true;
  } finally {
    lock.release();
  }
}

async function waitForLock(path, signal) {
  for (let said = false; ; said = true) {
    const lock = takeLock(path);
    if ("release" in lock) return lock;
    if (!said) console.log(`Process ${lock.holder} is building; waiting for it …`);
    await sleep(250, undefined, { signal });
  }
}

function isBuilt(folder, mark, wanted) {
  return existsSync(mark) && readFileSync(mark, "utf8") === wanted && isWholeBuild(folder);
}

function sourceHash(root) {
  const hash = createHash("sha256");
  // This variable goes into the build as well.
  hash.update(process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ?? "");
  for (const path of [...SOURCES, ...SETTINGS].flatMap((name) => filesUnder(root, name))) {
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest("hex");
}

/** Paths relative to the root, in an order that does not depend on the file system. */
function filesUnder(root, path) {
  try {
    return readdirSync(join(root, path))
      .toSorted()
      .flatMap((name) => filesUnder(root, `${path}/${name}`));
  } catch (error) {
    if (error.code === "ENOTDIR") return [path];
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

const NOT_ALLOWED = /\b(EACCES|EPERM|EROFS)\b/;

/**
 * Two nodes that build the same source must name its server actions and the build alike, or a page of one cannot act on the
 * other. The key that names are salted with is no secret here; the one that serves is (`actions-key.mjs`).
 */
function runBuild(root, hash, signal) {
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const env = {
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.from(hash, "hex").toString("base64"),
    ...process.env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    SOURCE_HASH: hash,
  };
  const guard = new URL("./end-with-parent.mjs", import.meta.url).href;
  const stdio = ["ignore", "pipe", "pipe"];
  const child = spawn(process.execPath, ["--import", guard, next, "build"], { cwd: root, env, signal, stdio });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((resolve, reject) => {
    const fail = (reason) => {
      const sentence = NOT_ALLOWED.test(output) ? notWritable(root, root, "Building") : "Its output is above.";
      reject(new PlainError(`${output.trim()}\nThe build failed (${reason}). ${sentence}`));
    };
    child.on("error", (error) => fail(error.message));
    child.on("close", (code, killed) => (code === 0 ? resolve() : fail(`next build ended with ${code ?? killed}`)));
  });
}
