import { defineConfig } from "@playwright/test";
import { findBrowser } from "@/scripts/browser.mjs";

/** What a browser would do besides, over the network or with a screen that is not there. */
const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  globalSetup: "./tests/support/postgres-setup.ts",
  workers: 2,
  // A busy machine can outlast a limit once; twice is a fault. What needed a second try is named in the output.
  retries: 1,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: process.env.PLAYWRIGHT_REPORT ?? ".cache/test/e2e.json" }]],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "UTC",
    // Recording takes a third of a test's time; a test that fails once is run again.
    trace: "on-first-retry",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? findBrowser() ?? undefined,
      // It works neither for root nor in most containers, and only our own pages are visited.
      chromiumSandbox: false,
      args: QUIET,
    },
  },
});
