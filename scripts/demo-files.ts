import { randomInt } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JWK } from "jose";
import { generateIssuerKey, signCertificate } from "@/lib/access/issuer-keys";
import { type DemoPayload, demoPayload } from "@/scripts/demo-licenses";
import { DEMO_ADMINISTRATOR } from "@/scripts/demo-people";

export type DemoFiles = { privateJwk: JWK; payload: DemoPayload; certificate: string; password: string };

const SECRET = 0o600;
const PLAIN = 0o644;

/** Without letters and digits that are taken for each other. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

/** Four groups of four, such as `k7qm-x3fp-9wtd-hr5v`: 79 bits, and easy to copy by hand. */
function readablePassword(): string {
  const characters = Array.from({ length: 16 }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return characters.join("").replace(/.{4}(?=.)/g, "$&-");
}

/** Put into place in one step, so that a killed process leaves no half of a file. */
async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  await writeFile(`${path}.new`, `${text}\n`, { mode });
  await rename(`${path}.new`, path);
}

/** What the file holds; made and written first when there is none. */
async function kept<T>(path: string, mode: number, make: () => T | Promise<T>): Promise<T> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text !== null) return JSON.parse(text);
  const value = await make();
  await writeWhole(path, JSON.stringify(value, null, 2), mode);
  return value;
}

/**
 * The files of the demo: the issuer's keys, the certificate with the payload it was issued from, and how to sign in.
 * What is there is kept, the rest is made: a second run after a killed one goes on with the same key, ids and password.
 */
export async function ensureDemoFiles(folder: string, now: Date): Promise<DemoFiles> {
  const at = (name: string) => join(folder, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const privateJwk = await kept(
    at("issuer.private.jwk.json"),
    SECRET,
    async () => (await generateIssuerKey()).privateJwk,
  );
  const { d: _secret, ...publicJwk } = privateJwk;
  await kept(at("issuers.jwks.json"), PLAIN, () => ({ keys: [publicJwk] }));
  const payload = await kept(at("certificate.json"), PLAIN, () => demoPayload(now));
  const certificate = await signCertificate(payload, privateJwk);
  await writeWhole(at("certificate.jws"), certificate, PLAIN);
  const signIn = await kept(at("sign-in.json"), SECRET, () => {
    return { username: DEMO_ADMINISTRATOR, password: readablePassword() };
  });
  return { privateJwk, payload, certificate, password: signIn.password };
}
