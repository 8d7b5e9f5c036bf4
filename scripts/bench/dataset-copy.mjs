import { query } from "./database-login.mjs";

const NAME = "bench_copy";

/**
 * A copy of a data set that may be written to. Nobody may be connected to the data set meanwhile.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {{ database: string, url: string }} dataset
 * @returns {Promise<{ url: string, drop: () => Promise<void> }>}
 */
export async function copyDataset({ database: { adminUrl }, onStop }, dataset) {
  const drop = () =>
    query(adminUrl, async (admin) => void (await admin`drop database if exists ${admin(NAME)} with (force)`));
  await drop();
  await query(adminUrl, (admin) => admin`create database ${admin(NAME)} template ${admin(dataset.database)}`);
  onStop(() => drop().catch(() => {}));
  const url = new URL(dataset.url);
  url.pathname = `/${NAME}`;
  return { url: url.href, drop };
}
