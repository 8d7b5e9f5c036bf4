import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import { generateIssuerKey } from "@/lib/access/issuer-keys";

const folder = await mkdtemp(join(tmpdir(), "trusted-issuers-"));
const { issuers } = await generateIssuerKey();

afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  vi.resetModules();
});

/** As a process reads them that was started with this file. */
async function startedWith(path: string | undefined) {
  vi.resetModules();
  vi.stubEnv("DATABASE_URL", "postgres://127.0.0.1/none");
  vi.stubEnv("LICENSE_ISSUERS", path);
  const { trustedIssuers } = await import("@/lib/access/trusted-issuers");
  const { log } = await import("@/lib/log");
  return { trustedIssuers, logged: vi.spyOn(log, "error").mockReturnValue() };
}

it("an installation that names no file trusts nobody", async () => {
  const { trustedIssuers } = await startedWith(undefined);
  expect(await trustedIssuers()).toEqual({ keys: [] });
});

it("a file that could never be read is the operator's to put right", async () => {
  const { trustedIssuers, logged } = await startedWith(join(folder, "none.json"));
  await expect(trustedIssuers()).rejects.toThrow(/none\.json: cannot be read/);
  expect(logged).not.toHaveBeenCalled();
});

it("while a file cannot be read the keys read before stay in use, and the log says so", async () => {
  const path = join(folder, "issuers.json");
  await writeFile(path, JSON.stringify(issuers));
  const { trustedIssuers, logged } = await startedWith(path);
  expect(await trustedIssuers()).toEqual(issuers);
  expect(logged).not.toHaveBeenCalled();
  await writeFile(path, "{");
  expect(await trustedIssuers()).toEqual(issuers);
  expect(logged.mock.calls).toMatchObject([[{ cause: expect.stringContaining("not a JWKS") }, expect.any(String)]]);
});
