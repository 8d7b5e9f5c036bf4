import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { applyEnvironment, readEnvironment } from "./environment.mjs";
import { ensureInstalled } from "./install.mjs";
import { createLifecycle } from "./lifecycle.mjs";
import { describeError } from "./plain-error.mjs";
import { START_HELP } from "./start-help.mjs";
import { asksForHelp, asksToBuild } from "./start-options.mjs";
import { forgetMissingDemo } from "./trusted-issuers.mjs";

/**
 * `npm start`: from a fresh clone to a running server. Whatever needs an installed package is imported after the
 * installation; the build runs beside the preparation of the database.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lifecycle = createLifecycle();

try {
  await start();
} catch (error) {
  if (!lifecycle.signal.aborted) console.error(describeError(error));
  await lifecycle.stop(1);
}

async function start() {
  const { signal } = lifecycle;
  if (asksForHelp(process.argv.slice(2))) {
    process.stdout.write(START_HELP);
    return lifecycle.stop(0);
  }
  if (asksToBuild(process.argv.slice(2))) {
    await build();
    return lifecycle.stop(0);
  }
  const settings = readEnvironment(process.argv.slice(2), process.env);
  if (settings.warning !== null) console.error(settings.warning);
  await ensureInstalled(root, { signal });
  const { checkAddress } = await import("./serve.mjs");
  const { ensureBuilt } = await import("./build.mjs");
  const { actionsKey } = await import("./actions-key.mjs");
  const { demoSignIn } = await import("./demo-sign-in.mjs");
  const { welcomeText } = await import("./welcome.mjs");
  const database = settings.embedded ? await startEmbedded(settings) : { url: settings.databaseUrl };
  await checkAddress(settings.host, settings.port);
  applyEnvironment({ ...settings, databaseUrl: database.url }, process.env);
  await Promise.all([prepareDatabase(settings, database), ensureBuilt(root, { signal })]);
  signal.throwIfAborted();
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ??= actionsKey(settings.authSecret);
  const token = await openSetup(database.url);
  const demo = settings.embedded && token === null ? await demoSignIn(settings.demoDir, database.url) : null;
  const serving = settings.workers === 1 ? serveAlone(settings) : serveTogether(settings, database.url);
  lifecycle.onStop(async () => (await settled(serving))?.close());
  await serving;
  if (!signal.aborted) console.log(welcomeText(settings, token, demo));
}

async function build() {
  const { signal } = lifecycle;
  await ensureInstalled(root, { signal });
  const { ensureBuilt } = await import("./build.mjs");
  const isNew = await ensureBuilt(root, { signal });
  console.log(isNew ? "Built." : "Nothing to build: it is there already.");
}

async function startEmbedded(settings) {
  const { startPostgres } = await import("./postgres-server.mjs");
  let running;
  const onLost = () => void lifecycle.stop(1);
  const starting = startPostgres({ dataDir: settings.dataDir, onLost }).then((database) => (running = database));
  lifecycle.onStop(
    async () => (await settled(starting))?.stop(),
    () => running?.interrupt(),
  );
  return starting;
}

async function prepareDatabase(settings, database) {
  const { migrate } = await import("./migrate.mjs");
  await migrate(database.url);
  if (!settings.embedded) return;
  const { ensureFirstInstallation } = await import("./first-start.mjs");
  await ensureFirstInstallation({ settings, database, root, signal: lifecycle.signal });
  forgetMissingDemo(settings, process.env);
}

/** While there is no user, the server learns the token that opens /setup; it is printed when the server is up. */
async function openSetup(databaseUrl) {
  const { setupToken } = await import("./setup-token.mjs");
  const token = await setupToken(databaseUrl, process.env.SETUP_TOKEN);
  if (token === null) delete process.env.SETUP_TOKEN;
  else process.env.SETUP_TOKEN = token;
  return token;
}

async function serveAlone({ host, port, isProxy }) {
  const { serve } = await import("./serve.mjs");
  return serve({ host, port, dir: root, isProxy });
}

async function serveTogether({ workers: count }, databaseUrl) {
  const { allowedConnections, poolShare } = await import("./pool-share.mjs");
  const { startWorkers } = await import("./workers.mjs");
  const share = poolShare(count, await allowedConnections(databaseUrl), process.env.DATABASE_POOL_SIZE);
  process.env.DATABASE_POOL_SIZE = String(share);
  return startWorkers({ count, signal: lifecycle.signal });
}

/** The value, or nothing when it failed: who awaits the promise itself reports that. */
function settled(promise) {
  return promise.catch(() => undefined);
}
