import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Writes docs/LICENCES.md: every package that an installation gets, with its version and licence, as package-lock.json has
 * them. The lock is the same on every machine, whatever is installed there.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Packages that only development and tests need are not part of an installation. */
function installedPackages() {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const entries = Object.entries(packages).filter(([path, { dev }]) => path !== "" && dev !== true);
  return entries.map(([path, { version, license, optional }]) => {
    return { name: path.split("node_modules/").at(-1), version, license, optional: optional === true };
  });
}

/**
 * The page as it should be.
 *
 * @returns {string}
 */
export function licencesPage() {
  const lines = installedPackages().map(({ name, version, license, optional }) => {
    return `- ${name} ${version}: ${license ?? "not said"}${optional ? ", optional" : ""}`;
  });
  const unique = [...new Set(lines)].toSorted((a, b) => (a < b ? -1 : 1));
  return [
    "# Licences",
    "",
    "Every package that an installation gets, from `package-lock.json`. Written by `node scripts/licences.mjs`; a test holds it",
    "current. Optional ones come only where they are for that machine. `sharp` and `@img/*` (LGPL) come with Next.js and are never",
    "loaded: images are served as they are.",
    "",
    ...unique,
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, "docs", "LICENCES.md"), licencesPage());
}
