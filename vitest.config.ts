import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("./", import.meta.url));

/** What a test with a database of its own stands on. */
const withDatabase = { globalSetup: "tests/support/postgres-setup.ts", setupFiles: "tests/support/worker-database.ts" };

/** `npm run faults` tries long what `npm test` tries for a moment. */
const FAULT_LIMIT_MS = process.env.FAULTS === "long" ? 4 * 60 * 60_000 : 120_000;

export default defineConfig({
  resolve: { alias: [{ find: /^@\//, replacement: root }] },
  test: {
    // Also where more processors are at hand: the database wants its own.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "unit", include: ["tests/unit/**/*.test.ts"], isolate: false } },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          ...withDatabase,
          // Refusals are warnings, and tests are full of those.
          env: { LOG_LEVEL: "error" },
          // A busy machine can outlast a limit once; twice is a fault.
          retry: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "faults",
          include: ["tests/faults/**/*.test.ts"],
          ...withDatabase,
          // One file after the other: what they hold against the clock must not be another file's load.
          fileParallelism: false,
          retry: process.env.FAULTS === "long" ? 0 : 1,
          testTimeout: FAULT_LIMIT_MS,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
