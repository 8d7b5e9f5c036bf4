import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { accountName } from "@/scripts/account-name.mjs";
import { checkWritable, foldersUnder } from "@/scripts/writable.mjs";

function source(...folders: string[]): string {
  const root = mkdtempSync(join(tmpdir(), "writable-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
  return root;
}

/** As for a user who may write everything but the folders whose path ends like this. */
const allBut = (end: string) => (folder: string) => !folder.endsWith(end);

const build = (root: string, mayWrite?: (folder: string) => boolean) =>
  checkWritable(root, [".cache", ...foldersUnder(root, ".next")], "Building", mayWrite);

it("a build where another user built before names the folder, the user and what to do", () => {
  const root = source(".cache", ".next/server/app");
  const sentence = new RegExp(
    `^Building writes to ${join(root, ".next/server/app")}, and the user ${accountName()} may not:.*as that user`,
  );
  expect(() => build(root, allBut("/app"))).toThrow(sentence);
});

it("the folder of the source itself counts where something is to be made in it", () => {
  const root = source(".cache");
  expect(() => build(root, allBut(root))).toThrow(`Building writes to ${root}, `);
  mkdirSync(join(root, ".next"));
  build(root, allBut(root));
});

it("what may be written is no reason to stop", () => {
  build(source());
  build(source(".cache", ".next/server"));
});
