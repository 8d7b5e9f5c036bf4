import { chromium } from "@playwright/test";

/** What a browser would do besides, over the network or with a screen that is not there. */
export const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * A browser window that is signed in, on a processor that is slower by a factor.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {{ url: string, cookie: string, slower: number }} input `url` of the server
 * @returns {Promise<{ page: import("@playwright/test").Page, close: () => Promise<void> }>}
 */
export async function openBrowser({ ensureBrowser, onStop }, { url, cookie, slower }) {
  const executablePath = await ensureBrowser();
  const browser = await chromium.launch({ executablePath, chromiumSandbox: false, args: QUIET });
  onStop(() => browser.close());
  const window = await browser.newContext({ viewport: { width: 1_366, height: 768 } });
  const [name, value] = cookie.split("=", 2);
  await window.addCookies([{ name, value, url }]);
  const page = await window.newPage();
  const session = await window.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  return { page, close: () => browser.close() };
}
