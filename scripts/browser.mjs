import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { PlainError } from "./plain-error.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const OWN_FOLDER =
  process.platform === "darwin"
    ? ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
    : ["C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"];

/**
 * Sees to it that there is a Chromium for the tests that look at pages. Takes, in this order: CHROMIUM_PATH, the one of
 * Playwright, the one of the system; else installs one, as root with apt-get, otherwise with Playwright.
 *
 * @param {{ signal?: AbortSignal }} [options] ends a running installation
 * @returns {Promise<string>} path of a program that starts
 * @throws {PlainError} when there is none and none can be installed
 */
export async function ensureBrowser({ signal } = {}) {
  const found = findBrowser();
  if (found) return found;
  console.log("Installing Chromium for the tests …");
  for (const install of [installWithApt, installWithPlaywright]) {
    await install(signal);
    const installed = findBrowser();
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
 * @returns {string | null}
 * @throws {PlainError} when CHROMIUM_PATH names something that does not start
 */
export function findBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given && !starts(given)) {
    throw new PlainError(`CHROMIUM_PATH is "${given}", which does not start. Set it to the path of a Chromium.`);
  }
  return given || [playwrightsOwn(), ...systemPaths()].find((path) => path !== null && starts(path)) || null;
}

function playwrightsOwn() {
  return createRequire(import.meta.url)("@playwright/test").chromium.executablePath();
}

function systemPaths() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...OWN_FOLDER];
}

/** A file of that name can also be a stub that only says how to install the real one. */
function starts(path) {
  if (!existsSync(path)) return false;
  // On Windows this would open a window.
  return process.platform === "win32" || spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0;
}

async function installWithApt(signal) {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status !== 0) return;
  await run("apt-get", ["update", "-qq"], signal);
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], signal);
}

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
