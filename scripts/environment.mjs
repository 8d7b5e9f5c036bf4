import { join, resolve } from "node:path";
import { readAddresses } from "./addresses.mjs";
import { readProxies } from "./client-address.mjs";
import { fileSentence } from "./file-words.mjs";
import { keptSecret } from "./kept-secret.mjs";
import { makeFolder } from "./make-folder.mjs";
import { PlainError } from "./plain-error.mjs";
import { readOptions } from "./start-options.mjs";
import { readTrust } from "./trusted-issuers.mjs";
import { wholeNumber } from "./whole-number.mjs";

/** Of pino, which writes the log. */
const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/**
 * @typedef {object} Settings
 * @property {boolean} embedded the database is our own to start, since DATABASE_URL is unset
 * @property {boolean} empty started with --empty: no demo installation
 * @property {number} workers how many processes serve
 * @property {string | undefined} databaseUrl
 * @property {string} dataDir absolute
 * @property {string} host
 * @property {number} port
 * @property {string} authUrl public address without a slash at the end
 * @property {string} listensAt where it is served itself, http://HOST:PORT
 * @property {string | null} warning a sentence about what may be wrong and stops nothing
 * @property {string} authSecret
 * @property {string | undefined} licenseIssuers absolute path, undefined when no issuer is trusted yet
 * @property {string} demoDir absolute; need not exist
 * @property {string} timeZone
 * @property {number} sessionIdleMinutes
 * @property {number} sessionMaxHours
 * @property {number | undefined} poolSize database connections of each pool; undefined: as many as suit
 * @property {string} logLevel
 * @property {(address: string) => boolean} isProxy whether X-Forwarded-For of this peer is believed
 */

/**
 * Reads and checks the configuration of the start. Nothing is written before all of it is found good; then the embedded
 * mode may make DATA_DIR and its secret.
 *
 * @param {string[]} argv words after the name of the command
 * @param {Record<string, string | undefined>} env
 * @returns {Settings}
 * @throws {PlainError} with one sentence for each fault
 */
export function readEnvironment(argv, env) {
  const faults = [];
  const get = (name) => env[name]?.trim() || undefined;
  const check = (fault) => fault && faults.push(fault);
  const settings = {
    ...readAddresses(get, check),
    databaseUrl: get("DATABASE_URL"),
    embedded: get("DATABASE_URL") === undefined,
    ...readOptions(argv, check, env),
    dataDir: dataDirOf(env),
    timeZone: get("TIME_ZONE") ?? "UTC",
    sessionIdleMinutes: wholeNumber("SESSION_IDLE_MINUTES", get, 30, 43_200, check),
    sessionMaxHours: wholeNumber("SESSION_MAX_HOURS", get, 12, 8_760, check),
    logLevel: get("LOG_LEVEL") ?? "info",
  };
  settings.poolSize = get("DATABASE_POOL_SIZE") && wholeNumber("DATABASE_POOL_SIZE", get, 10, 200, check);
  settings.isProxy = proxiesOf(get("TRUSTED_PROXIES") ?? "", check);
  settings.demoDir = join(settings.dataDir, "demo");
  check(faultOfTimeZone(settings.timeZone));
  if (!LOG_LEVELS.includes(settings.logLevel)) {
    check(`LOG_LEVEL is "${settings.logLevel}"; set it to one of: ${LOG_LEVELS.join(", ")}.`);
  }
  readTrust(settings, get, check);
  if (faults.length > 0) throw new PlainError(faults.join("\n"));
  if (settings.embedded) prepareDataDir(settings);
  return settings;
}

/**
 * @param {Record<string, string | undefined>} env
 * @returns {string} the absolute path that DATA_DIR means in the working directory; need not exist
 */
export function dataDirOf(env) {
  return resolve(env.DATA_DIR?.trim() || "data");
}

/**
 * Hands the settings to the server, which reads them from its environment.
 *
 * @param {Settings} settings
 * @param {Record<string, string | undefined>} env
 */
export function applyEnvironment(settings, env) {
  Object.assign(env, {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATA_DIR: settings.dataDir,
    HOST: settings.host,
    PORT: String(settings.port),
    AUTH_URL: settings.authUrl,
    AUTH_SECRET: settings.authSecret,
    AUTH_TRUST_HOST: "true",
    TIME_ZONE: settings.timeZone,
    SESSION_IDLE_MINUTES: String(settings.sessionIdleMinutes),
    SESSION_MAX_HOURS: String(settings.sessionMaxHours),
    LOG_LEVEL: settings.logLevel,
  });
  if (settings.poolSize) env.DATABASE_POOL_SIZE = String(settings.poolSize);
  else delete env.DATABASE_POOL_SIZE;
  if (settings.databaseUrl) env.DATABASE_URL = settings.databaseUrl;
  if (settings.licenseIssuers) env.LICENSE_ISSUERS = settings.licenseIssuers;
  else delete env.LICENSE_ISSUERS;
}

function proxiesOf(text, check) {
  try {
    return readProxies(text);
  } catch (error) {
    check(error.message);
    return () => false;
  }
}

function faultOfTimeZone(name) {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name }).format();
    if (/^[A-Za-z]/.test(name)) return null;
  } catch {
    // Told below.
  }
  return `TIME_ZONE is "${name}"; set it to the name of a time zone, such as UTC or Europe/Berlin.`;
}

function prepareDataDir(settings) {
  try {
    makeFolder(settings.dataDir, 0o700);
    settings.authSecret ??= keptSecret(join(settings.dataDir, "secret"));
  } catch (error) {
    const words = fileSentence(error, settings.dataDir, "write") ?? error.message;
    const advice = "Set DATA_DIR to a folder that you may write.";
    throw new PlainError(`The data folder cannot be used: ${words.replace(/\.?$/, ".")} ${advice}`, { cause: error });
  }
}
