import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/**
 * What the operator reads when the server is up: where it is and, for a demo installation, how to sign in and where
 * the files for trying licenses lie.
 *
 * @param {import("./environment.mjs").Settings} settings
 * @param {string | null} [setupToken] opens /setup; null when there is a user already
 * @returns {string} lines ending with a line break
 */
export function welcomeText(settings, setupToken = null) {
  const facts = settings.embedded ? [...signIn(settings), ...trust(settings)] : [];
  const width = Math.max(0, ...facts.map(([label]) => label.length)) + 3;
  const rows = facts.map(([label, value]) => `  ${label.padEnd(width)}${value}`);
  if (setupToken !== null) rows.push(`  Set up at ${settings.authUrl}/setup with the token ${setupToken}`);
  const block = rows.length > 0 ? [...rows, ""] : [];
  const inside = settings.authUrl.startsWith("https:") ? [`  It listens at ${settings.listensAt}, for the proxy`] : [];
  return [
    "",
    `  Seatwise is running at ${settings.authUrl}`,
    ...inside,
    "",
    ...block,
    "  Ctrl-C stops it.",
    "",
    "",
  ].join("\n");
}

function signIn({ demoDir }) {
  const file = join(demoDir, "sign-in.json");
  if (!existsSync(file)) return [];
  const { username, password } = JSON.parse(readFileSync(file, "utf8"));
  return [
    ["Sign in as", username],
    ["First password", password],
  ];
}

function trust({ demoDir, licenseIssuers }) {
  const file = (name) => relative(process.cwd(), join(demoDir, name));
  if (licenseIssuers === undefined) {
    return [
      ["Trusted issuers", "none yet, so no license key can be installed:"],
      ["", "set LICENSE_ISSUERS to the path of your vendor's issuers.jwks.json and start again"],
    ];
  }
  const demo = [
    ["License key", file("certificate.jws")],
    ["Issuer's key", file("issuer.private.jwk.json")],
  ].filter(([, path]) => existsSync(path));
  return [...demo, ["Trusted issuers", relative(process.cwd(), licenseIssuers)]];
}
