import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { faultOfAddress } from "./database-address.mjs";
import { hasCluster } from "./postgres-cluster.mjs";

/** A demo needs neither of the two from outside: whoever sets both may have forgotten the third. */
const NO_DEMO_MEANT =
  "DATABASE_URL is not set, though AUTH_SECRET and LICENSE_ISSUERS are, as for an installation of your own: this makes a demo installation " +
  "in an embedded database. Set DATABASE_URL to use your database, or run npm start -- --empty to have none of the demo.";

const demoIssuers = ({ demoDir }) => join(demoDir, "issuers.jwks.json");

/**
 * Reads whom and what the installation trusts, and what it needs for that with a database of the operator's own.
 *
 * @param {import("./environment.mjs").Settings} settings gets `authSecret`, `licenseIssuers` and perhaps a `warning`
 * @param {(name: string) => string | undefined} get a variable of the environment
 * @param {(fault: string | null) => void} check hears one sentence for each fault
 */
export function readTrust(settings, get, check) {
  const given = get("LICENSE_ISSUERS");
  const demo = demoIssuers(settings);
  settings.authSecret = get("AUTH_SECRET");
  settings.licenseIssuers = given && resolve(given);
  if (given) check(faultsOfIssuers(settings.licenseIssuers));
  if (settings.authSecret && settings.authSecret.length < 32) {
    check(
      "AUTH_SECRET is too short; set it to 32 or more random characters, such as those of: openssl rand -base64 32",
    );
  }
  if (settings.embedded) {
    if (given && settings.authSecret && !settings.empty && !hasCluster(settings.dataDir))
      settings.warning = NO_DEMO_MEANT;
    if (!given && (!settings.empty || existsSync(demo))) settings.licenseIssuers = demo;
    return;
  }
  check(faultOfAddress(settings.databaseUrl));
  if (!settings.authSecret) {
    check("AUTH_SECRET is missing; set it to 32 or more random characters, such as those of: openssl rand -base64 32");
  }
  if (!given) {
    check(
      "LICENSE_ISSUERS is missing; set it to the path of the file with your vendor's public keys (issuers.jwks.json).",
    );
  }
}

/**
 * Where no demo was made, its issuer is not there to be trusted: then none is.
 *
 * @param {import("./environment.mjs").Settings} settings
 * @param {Record<string, string | undefined>} env
 */
export function forgetMissingDemo(settings, env) {
  if (settings.licenseIssuers !== demoIssuers(settings) || existsSync(settings.licenseIssuers)) return;
  settings.licenseIssuers = undefined;
  delete env.LICENSE_ISSUERS;
}

/**
 * Looks whether a file can be the issuers' public keys, so that a wrong path is told at the start and not at the first
 * certificate. The keys themselves are checked where certificates are.
 *
 * @param {string} path
 * @returns {string | null} one sentence, or null when the file will do
 */
function faultsOfIssuers(path) {
  const advice = "Set LICENSE_ISSUERS to the issuers.jwks.json that your vendor gave you.";
  let text;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return `LICENSE_ISSUERS names ${path}, which cannot be read (${error.code}). ${advice}`;
  }
  const keys = parse(text)?.keys;
  if (!Array.isArray(keys) || keys.length === 0) {
    return `LICENSE_ISSUERS names ${path}, which is not of the form {"keys": [...]} with at least one key. ${advice}`;
  }
  if (keys.some((key) => key?.d !== undefined || key?.k !== undefined)) {
    return `LICENSE_ISSUERS names ${path}, which holds a private key; that one belongs to the vendor alone. ${advice}`;
  }
  if (!keys.some(isEd25519)) {
    return `LICENSE_ISSUERS names ${path}, which holds no Ed25519 key with a kid; license keys are signed with no other. ${advice}`;
  }
  const namesake = keys.find((key, nth) =>
    keys
      .slice(0, nth)
      .some((other) => isEd25519(key) && isEd25519(other) && other.kid === key.kid && other.x !== key.x),
  );
  if (namesake) {
    return `LICENSE_ISSUERS names ${path}, in which two keys have the kid ${namesake.kid}; nobody could tell which is meant. ${advice}`;
  }
  return null;
}

function isEd25519(key) {
  return key?.kty === "OKP" && key.crv === "Ed25519" && typeof key.kid === "string";
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
