import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { isWholeBuild } from "@/scripts/whole-build.mjs";

/** What a build lists as required, beside the folders that hold most of it. */
const REQUIRED = ["BUILD_ID", "routes-manifest.json", "server/pages-manifest.json"];

function build(): string {
  const folder = mkdtempSync(join(tmpdir(), "whole-build-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ["server/app/page.js", "server/chunks/a.js", "static/chunks/a.js", ...REQUIRED]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), "");
  }
  const files = REQUIRED.map((name) => join(".next", name));
  writeFileSync(join(folder, "required-server-files.json"), JSON.stringify({ files }));
  return folder;
}

it("a build with all its files is whole", () => {
  expect(isWholeBuild(build())).toBe(true);
});

it.each([...REQUIRED, "server", "server/app", "static", "static/chunks", "required-server-files.json"])(
  "a build without %s is made anew",
  (name) => {
    const folder = build();
    rmSync(join(folder, name), { recursive: true });
    expect(isWholeBuild(folder)).toBe(false);
  },
);

it("a build whose list was cut off is made anew", () => {
  const folder = build();
  writeFileSync(join(folder, "required-server-files.json"), '{"files": [');
  expect(isWholeBuild(folder)).toBe(false);
});
