import { createHash } from "node:crypto";
import { createWriteStream, existsSync, rmSync } from "node:fs";
import { link, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { PlainError } from "@/scripts/plain-error.mjs";

type Written = { bytes: number; sha256: string };

/** What ends the process leaves no half of a file, which would be read by nobody and kept for ever. */
const INTERRUPTIONS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const NO_LINKS = /^(EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS)$/;

function refuseExisting(path: string): never {
  throw new PlainError(`${path} exists already and is not overwritten. Name another file.`);
}

/**
 * Writes a compressed file that is there whole, on the disk, or not at all, with mode 0600.
 * @returns its size, and its SHA-256 in hex as `sha256sum` prints it.
 * @throws PlainError when a file of this name exists, or the folder cannot be written.
 */
export async function writeWholeFile(path: string, content: AsyncIterable<Uint8Array>): Promise<Written> {
  if (existsSync(path)) refuseExisting(path);
  const draft = `${path}.${process.pid}.part`;
  const interrupted = (signal: NodeJS.Signals) => {
    rmSync(draft, { force: true });
    process.kill(process.pid, signal);
  };
  for (const signal of INTERRUPTIONS) process.once(signal, interrupted);
  try {
    const written = await pack(draft, content);
    await synchronise(draft);
    await putInPlace(draft, path);
    return written;
  } finally {
    await rm(draft, { force: true });
    for (const signal of INTERRUPTIONS) process.off(signal, interrupted);
  }
}

async function pack(path: string, content: AsyncIterable<Uint8Array>): Promise<Written> {
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
  const target = createWriteStream(path, { flags: "wx", mode: 0o600 });
  target.on("error", (error) => (fault = error));
  await pipeline(content, createGzip({ level: 6 }), counted, target).catch((error) => {
    throw fault === error ? new PlainError(`The backup cannot be written: ${error.message}.`, { cause: error }) : error;
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
