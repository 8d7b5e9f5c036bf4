/**
 * Given to `node --import`: the process ends when the one that started it is gone. Without it a seeding or a build would
 * outlive a killed start and work against the next one.
 */
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 200).unref();
