import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { applyEnvironment, readEnvironment } from "@/scripts/environment.mjs";

const WRONG = {
  PORT: "x",
  AUTH_URL: "licenses.example.com",
  TIME_ZONE: "Europe/Nowhere",
  SESSION_IDLE_MINUTES: "0",
  SESSION_MAX_HOURS: "1.5",
  DATABASE_POOL_SIZE: "many",
  LOG_LEVEL: "loud",
  TRUSTED_PROXIES: "proxy",
};

describe("the environment of a start", () => {
  it.each(Object.entries(WRONG))("is refused in a sentence where %s is %j", (name, value) => {
    const start = () => readEnvironment([], { DATA_DIR: "no-such-folder", [name]: value });
    expect(start).toThrow(new RegExp(`^[^\n]*${name}[^\n]*$`));
    expect(existsSync("no-such-folder")).toBe(false);
  });

  it("tells all faults at once", () => {
    const sentences = Object.keys(WRONG).map(() => "[^\n]+");
    const start = () => readEnvironment([], { ...WRONG, DATA_DIR: "no-such-folder" });
    expect(start).toThrow(new RegExp(`^${sentences.join("\n")}$`));
  });

  it("leaves the number of connections to the server where none is set", () => {
    const env: Record<string, string | undefined> = { DATABASE_POOL_SIZE: "" };
    applyEnvironment({ logLevel: "info" }, env);
    expect(env).not.toHaveProperty("DATABASE_POOL_SIZE");
    applyEnvironment({ logLevel: "info", poolSize: 7 }, env);
    expect(env).toMatchObject({ DATABASE_POOL_SIZE: "7", LOG_LEVEL: "info" });
  });
});

describe("the issuers' keys of a start", async () => {
  const folder = await mkdtemp(join(tmpdir(), "issuers-of-a-start-"));
  afterAll(() => rm(folder, { recursive: true }));
  const ed25519 = { kty: "OKP", crv: "Ed25519", x: "A", kid: "issuer" };
  const rsa = { kty: "RSA", n: "AQAB", e: "AQAB", kid: "other" };

  async function start(content: unknown) {
    const path = join(folder, "issuers.json");
    await writeFile(path, JSON.stringify(content));
    return readEnvironment([], { DATA_DIR: join(folder, "data"), LICENSE_ISSUERS: path });
  }

  it.each([
    ["no list of keys", ed25519],
    ["no key", { keys: [] }],
    ["a private key", { keys: [ed25519, { ...rsa, d: "AQAB" }] }],
    ["keys of other kinds alone", { keys: [rsa, { ...ed25519, crv: "X25519" }] }],
    ["no key with a kid", { keys: [{ ...ed25519, kid: undefined }] }],
  ])("are refused in a sentence where the file holds %s", async (_, content) => {
    await expect(start(content)).rejects.toThrow(/^LICENSE_ISSUERS names [^\n]*issuers\.json[^\n]*$/);
  });

  it("may stand beside keys of other kinds", async () => {
    await expect(start({ keys: [rsa, ed25519] })).resolves.toBeDefined();
  });
});
