import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { PlainError } from "./plain-error.mjs";

/** The same engine without what makes a window of it: tests of pages take half the time. */
const SHELL = "chromium-headless-shell";
const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const OWN_FOLDER =
  process.platform === "darwin"
    ? ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
    : ["C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"];

/**
 * Sees to it that there is a Chromium for the tests that look at pages. Takes, in this order: CHROMIUM_PATH, the system's
 * headless shell, the one of Playwright, the one of the system; else installs one, as root with apt-get, otherwise with
 * Playwright.
 *
 * @param {{ signal?: AbortSignal, whole?: boolean }} [options] `signal` ends a running installation; `whole`: the browser
 *   that people have, no headless shell
 * @returns {Promise<string>} path of a program that starts
 * @throws {PlainError} when there is none and none can be installed
 */
export async function ensureBrowser({ signal, whole = false } = {}) {
  const found = findBrowser({ whole });
  if (found) return found;
  console.log("Installing Chromium for the tests …");
  const packages = whole ? ["chromium"] : [SHELL, "chromium"];
  for (const install of [...packages.map(installWithApt), installWithPlaywright]) {
    await install(signal);
    const installed = findBrowser({ whole });
    if (installed) return installed;
    signal?.throwIfAborted();
  }
  throw new PlainError(
    "The tests of pages need a Chromium, and none could be installed; what stood in the way is above. " +
      "Install chromium with the tools of your system, or set CHROMIUM_PATH to the path of one.",
  );
}

/**
 * The Chromium that is there already.
 *
 * @param {{ whole?: boolean }} [options] as for `ensureBrowser`
 * @returns {string | null}
 * @throws {PlainError} when CHROMIUM_PATH names something that does not start
 */
export function findBrowser({ whole = false } = {}) {
  const given = process.env.CHROMIUM_PATH;
  if (given && !starts(given)) {
    throw new PlainError(`CHROMIUM_PATH is "${given}", which does not start. Set it to the path of a Chromium.`);
  }
  const paths = [...(whole ? [] : inFolders([SHELL])), playwrightsOwn(), ...inFolders(BROWSERS), ...OWN_FOLDER];
  return given || paths.find(starts) || null;
}

function playwrightsOwn() {
  return createRequire(import.meta.url)("@playwright/test").chromium.executablePath();
}

function inFolders(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** A file of that name can also be a stub that only says how to install the real one. */
function starts(path) {
  if (!existsSync(path)) return false;
  // On Windows this would open a window.
  return process.platform === "win32" || spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0;
}

/** Not every system has each of the packages. */
const installWithApt = (name) => async (signal) => {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status !== 0) return;
  await run("apt-get", ["update", "-qq"], signal);
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], signal);
};

async function installWithPlaywright(signal) {
  const cli = join(dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")), "cli.js");
  await run(process.execPath, [cli, "install", "chromium"], signal);
}

/** Whether it worked is seen by what is there afterwards; its own words say why not. */
function run(command, args, signal) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const child = spawn(command, args, { env, signal, stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((resolve) => {
    child.on("error", resolve);
    child.on("close", resolve);
  });
}
