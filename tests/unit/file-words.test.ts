import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseCommand } from "@/scripts/admin-arguments";
import { writeWholeFile } from "@/scripts/backup/write-file";
import { makeFolder } from "@/scripts/make-folder.mjs";
import { inFileWords, readTypedFile } from "@/scripts/typed-file";

const folder = mkdtempSync(join(tmpdir(), "file-words-"));
const file = join(folder, "file");
writeFileSync(file, "content");

afterAll(() => rmSync(folder, { recursive: true }));

/** Whole sentences, and nothing of what the system calls it. */
const SENTENCES = /^[^\n:]+\. [A-Z][^\n:]+\.$/;

describe("a file that was named and cannot be read", () => {
  it.each([
    ["nobody has written", "none", "is not there."],
    ["is a folder", ".", "is a folder."],
    ["lies in a file", "file/inner", "leads through a file"],
    ["has too long a name", "x".repeat(300), "cannot be the name of a file"],
  ])("since it %s is told in words", async (_, name, words) => {
    const reading = readTypedFile(join(folder, name));
    await expect(reading).rejects.toThrow(words);
    await expect(reading).rejects.toThrow(SENTENCES);
  });
});

const write = (path: string) => writeWholeFile(path, (async function* () {})());

describe("a backup", () => {
  it.each([
    ["over a file", file, "exists already and is not overwritten."],
    ["over a folder", folder, "is a folder. Name a file in it."],
    ["to a device", "/dev/null", "is a device or a pipe"],
    [
      "to a folder that is not there",
      join(folder, "none", "a.backup"),
      `The folder ${join(folder, "none")} is not there.`,
    ],
    ["into a file", join(file, "a.backup"), "leads through a file"],
  ])("is not written %s", async (_, path, words) => {
    const writing = write(path);
    await expect(writing).rejects.toThrow(words);
    await expect(writing).rejects.toThrow(SENTENCES);
    expect(statSync("/dev/null").isFile()).toBe(false);
  });

  it.each(["backup", "restore"])("is a file: %s - is refused", (noun) => {
    expect(() => parseCommand([noun, "-"])).toThrow("A backup is a file of its own");
  });
});

describe("a folder that is made with all above it", () => {
  it("may be there already", () => {
    const path = join(folder, "a", "b", "c");
    makeFolder(path, 0o700);
    makeFolder(path);
    expect(statSync(join(folder, "a")).mode & 0o777).toBe(0o700);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  it("is refused where a file stands", async () => {
    expect(() => makeFolder(file)).toThrow(`${file} is a file, not a folder. Name another.`);
    await expect(inFileWords(join(file, "a"), "write", () => makeFolder(join(file, "a")))).rejects.toThrow(SENTENCES);
  });

  it.skipIf(process.platform !== "linux")("is refused in /proc, where Node itself never comes to an end", async () => {
    const path = "/proc/seatwise/data";
    await expect(inFileWords(path, "write", () => makeFolder(path))).rejects.toThrow(SENTENCES);
  });
});
