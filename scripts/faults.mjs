/**
 * `npm run faults`: the tests of what really happens (killed databases and processes, wrong clocks, hostile keys) for as
 * long as it takes; `npm test` runs each of them for a moment. Words after it choose tests.
 */
process.env.FAULTS ??= "long";
process.argv.splice(2, 0, "faults");
await import("./test.mjs");
