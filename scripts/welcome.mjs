import { existsSync } from "node:fs";
import { join } from "node:path";
import { shownPath } from "./shown-path.mjs";

/**
 * What the operator reads when the server is up: where it is and, for a demo installation, how to sign in and where
 * the files for trying licenses lie.
 *
 * @param {import("./environment.mjs").Settings} settings
 * @param {string | null} [setupToken] opens /setup; null when there is a user already
 * @param {{ username: string, password: string } | "damaged" | null} [demo] who signs in to the demo (`demo-sign-in.mjs`)
 * @returns {string} lines ending with a line break
 */
export function welcomeText(settings, setupToken = null, demo = null) {
  const known = setupToken === null ? signIn(settings, demo) : [];
  const facts = settings.embedded ? [...known, ...trust(settings)] : [];
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

function signIn({ demoDir }, demo) {
  if (demo === null) return [];
  if (demo === "damaged") {
    return [
      ["Sign in", `${shownPath(join(demoDir, "sign-in.json"))} is damaged;`],
      ["", "npm run admin -- user password USER@DOMAIN sets a new password"],
    ];
  }
  return [
    ["Sign in as", demo.username],
    ["First password", demo.password],
  ];
}

function trust({ demoDir, licenseIssuers }) {
  const file = (name) => shownPath(join(demoDir, name));
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
  return [...demo, ["Trusted issuers", shownPath(licenseIssuers)]];
}
