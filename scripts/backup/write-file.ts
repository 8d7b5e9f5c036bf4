import { createHash } from "node:crypto";
import { createWriteStream, existsSync, rmSync, statSync } from "node:fs";
import { link, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { fileSentence } from "@/scripts/file-words.mjs";
import { PlainError } from "@/scripts/plain-error.mjs";

type Written = { bytes: number; sha256: string };

/** What ends the process leaves no half of a file, which would be read by nobody and kept for ever. */
const INTERRUPTIONS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const NO_LINKS = /^(EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS)$/;

function refuseExisting(path: string): never {
  throw new PlainError(`${path} exists already and is not overwritten. Name another file.`);
}

/** What is no ordinary file would be replaced by one, or hold nothing of what was written to it. */
function refuseWhatIsThere(path: string): void {
  const there = existsSync(path) ? statSync(path) : null;
  if (there === null) return;
  if (there.isDirectory()) throw new PlainError(`${path} is a folder. Name a file in it.`);
  if (there.isFile()) refuseExisting(path);
  throw new PlainError(`${path} is a device or a pipe, and a backup is a file of its own. Name a new one.`);
}

/**
 * Writes a compressed file that is there whole, on the disk, or not at all, with mode 0600.
 * @returns its size, and its SHA-256 in hex as `sha256sum` prints it.
 * @throws PlainError when a file of this name exists, or the folder cannot be written.
 */
export async function writeWholeFile(path: string, content: AsyncIterable<Uint8Array>): Promise<Written> {
  refuseWhatIsThere(path);
  const draft = `${path}.${process.pid}.part`;
  const interrupted = (signal: NodeJS.Signals) => {
    rmSync(draft, { force: true });
    process.kill(process.pid, signal);
  };
  for (const signal of INTERRUPTIONS) process.once(signal, interrupted);
  try {
    const written = await pack(draft, path, content);
    await synchronise(draft);
    await putInPlace(draft, path);
    return written;
  } finally {
    // Where it could not be made, it cannot be removed either, and the first of the two is what is told.
    await rm(draft, { force: true }).catch(() => {});
    for (const signal of INTERRUPTIONS) process.off(signal, interrupted);
  }
}

async function pack(draft: string, path: string, content: AsyncIterable<Uint8Array>): Promise<Written> {
  const hash = createHash("sha256");
  let bytes = 0;
  let fault: unknown;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const target = createWriteStream(draft, { flags: "wx", mode: 0o600 });
  target.on("error", (error) => (fault = error));
  await pipeline(content, createGzip({ level: 6 }), counted, target).catch((error) => {
    if (fault !== error) throw error;
    const sentence = fileSentence(error, path, "write") ?? `The backup cannot be written (${error.message}).`;
    throw new PlainError(sentence, { cause: error });
  });
  return { bytes, sha256: hash.digest("hex") };
}

/** A link refuses where a file has appeared meanwhile; some network drives have none. */
async function putInPlace(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "EEXIST" || existsSync(path)) refuseExisting(path);
    if (!NO_LINKS.test(code)) throw error;
    await rename(draft, path);
  }
  // Not every file system lets its folders be synchronised.
  await synchronise(dirname(path)).catch(() => {});
}

async function synchronise(path: string): Promise<void> {
  const handle = await open(path);
  await handle.sync().finally(() => handle.close());
}
