import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { takeLock } from "./pid-lock.mjs";
import { PlainError } from "./plain-error.mjs";
import { checkWritable } from "./writable.mjs";

/**
 * Sees to it that node_modules holds what package.json and package-lock.json ask for. The lock file is never written,
 * so a checkout stays clean. Several processes may call this at once: one installs, the others wait.
 *
 * @param {string} root folder of package.json
 * @param {{ signal?: AbortSignal }} [options] ends a running installation
 * @returns {Promise<boolean>} true when something was installed
 * @throws {PlainError} when npm fails
 */
export async function ensureInstalled(root, { signal } = {}) {
  const stamp = join(root, "node_modules", ".seatwise-install");
  const wanted = wantedInstall(root);
  if (isInstalled(stamp, wanted)) return false;
  checkWritable(root, [".cache", "node_modules"], "Installing packages");
  mkdirSync(join(root, ".cache"), { recursive: true });
  const lock = await waitForLock(join(root, ".cache", "install.lock"), signal);
  try {
    if (isInstalled(stamp, wanted)) return false;
    console.log("Installing packages …");
    await runNpm(root, signal);
    writeFileSync(stamp, wanted);
    return true;
  } finally {
    lock.release();
  }
}

async function waitForLock(path, signal) {
  for (;;) {
    const lock = takeLock(path);
    if ("release" in lock) return lock;
    await sleep(250, undefined, { signal });
  }
}

function isInstalled(stamp, wanted) {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
}

function wantedInstall(root) {
  const hash = createHash("sha256");
  for (const name of ["package.json", "package-lock.json"]) hash.update(readFileSync(join(root, name))).update("\0");
  return hash.digest("hex");
}

/** `npm install`, not `npm ci`: the lock may lack the entries of optional packages for other platforms. */
function runNpm(root, signal) {
  const options = ["--no-save", "--no-audit", "--no-fund", "--include=dev", "--include=optional", "--loglevel=error"];
  const args = ["install", ...options];
  const cli = process.env.npm_execpath?.endsWith(".js") ? process.env.npm_execpath : null;
  const spawnOptions = { cwd: root, stdio: "inherit", signal, shell: cli === null && process.platform === "win32" };
  const child = cli ? spawn(process.execPath, [cli, ...args], spawnOptions) : spawn("npm", args, spawnOptions);
  return new Promise((resolve, reject) => {
    const fail = (reason) =>
      reject(
        new PlainError(
          `The packages could not be installed (${reason}). What npm says above names the cause; ` +
            "often the registry cannot be reached. Put that right and start again.",
        ),
      );
    child.on("error", (error) => fail(error.message));
    child.on("close", (code, killed) => (code === 0 ? resolve() : fail(`npm ended with ${code ?? killed}`)));
  });
}
