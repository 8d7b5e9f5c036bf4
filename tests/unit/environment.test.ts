import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
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

  it.each([
    "https://licenses.example.com/seatwise",
    "https://licenses.example.com/?a=b",
    "https://licenses.example.com?",
    "https://licenses.example.com/#top",
    "https://anna@licenses.example.com",
    "https://anna:secret@licenses.example.com",
  ])("is refused where AUTH_URL is %s, which is more than an address", (AUTH_URL) => {
    const start = () => readEnvironment([], { DATA_DIR: "no-such-folder", AUTH_URL });
    expect(start).toThrow(/^AUTH_URL [^\n]* leave [^\n]*$/);
    expect(start).not.toThrow("secret");
  });

  it("tells all faults at once", () => {
    const sentences = Object.keys(WRONG).map(() => "[^\n]+");
    const start = () => readEnvironment([], { ...WRONG, DATA_DIR: "no-such-folder" });
    expect(start).toThrow(new RegExp(`^${sentences.join("\n")}$`));
  });

  it.skipIf(process.platform !== "linux")("is refused where DATA_DIR is a folder that cannot be made", () => {
    expect(() => readEnvironment([], { DATA_DIR: "/proc/seatwise" })).toThrow(
      /^The data folder cannot be used: \/proc\/seatwise [^\n]*\. Set DATA_DIR to [^\n]*\.$/,
    );
  });

  it("leaves the number of connections to the server where none is set", () => {
    const env: Record<string, string | undefined> = { DATABASE_POOL_SIZE: "" };
    applyEnvironment({ logLevel: "info" }, env);
    expect(env).not.toHaveProperty("DATABASE_POOL_SIZE");
    applyEnvironment({ logLevel: "info", poolSize: 7 }, env);
    expect(env).toMatchObject({ DATABASE_POOL_SIZE: "7", LOG_LEVEL: "info" });
  });
});

/** A folder of issuers' keys that will do, as an installation of one's own has it. */
function ownInstallation(): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "own-installation-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "issuers.jwks.json");
  writeFileSync(path, JSON.stringify({ keys: [{ kty: "OKP", crv: "Ed25519", x: "A", kid: "issuer" }] }));
  return { DATA_DIR: join(folder, "data"), LICENSE_ISSUERS: path, AUTH_SECRET: "s".repeat(32) };
}

describe("a start without DATABASE_URL", () => {
  it.each([{}, { DATABASE_URL: " " }])("is warned of where an installation of one's own may be meant: %j", (more) => {
    const env = { ...ownInstallation(), ...more };
    expect(readEnvironment([], env).warning).toMatch(/^DATABASE_URL is not set[^\n]*npm start -- --empty[^\n]*$/);
    expect(readEnvironment(["--empty"], env)).toMatchObject({ embedded: true, warning: null });
  });

  it("goes on with the embedded database that is there", () => {
    const env = ownInstallation();
    const cluster = join(env.DATA_DIR ?? "", "postgres", "cluster");
    mkdirSync(cluster, { recursive: true });
    writeFileSync(join(cluster, "PG_VERSION"), "15");
    expect(readEnvironment([], env)).toMatchObject({ embedded: true, warning: null });
  });

  it.each(["LICENSE_ISSUERS", "AUTH_SECRET"])("makes a demo where %s is not set", (name) => {
    const { [name]: _, ...env } = ownInstallation();
    const others = {
      PORT: "3320",
      HOST: "0.0.0.0",
      AUTH_URL: "https://licenses.example.com",
      TIME_ZONE: "Europe/Kyiv",
    };
    expect(readEnvironment([], { ...env, ...others })).toMatchObject({ embedded: true, warning: null });
  });
});

const startWithDatabase = (more: Record<string, string>) =>
  readEnvironment([], { ...ownInstallation(), DATABASE_URL: "postgres://seatwise@localhost/seatwise", ...more });

describe("the public address of a start", () => {
  it.each(["0.0.0.0", "::", "10.0.0.21"])(
    "that is missing where HOST is %s is warned of, and stops nothing",
    (HOST) => {
      expect(startWithDatabase({ HOST }).warning).toMatch(/^AUTH_URL is missing and taken for http:\/\/[^\n]*\.$/);
      expect(startWithDatabase({ HOST, AUTH_URL: "https://licenses.example.com/" })).toMatchObject({
        warning: null,
        authUrl: "https://licenses.example.com",
        listensAt: `http://${HOST === "::" ? "[::]" : HOST}:3000`,
      });
    },
  );

  it.each(["localhost", "127.0.0.1", "::1"])("may be missing where HOST is %s", (HOST) => {
    expect(startWithDatabase({ HOST })).toMatchObject({ warning: null });
  });

  it("may be missing where the database is the embedded one", () => {
    expect(readEnvironment(["--empty"], { ...ownInstallation(), HOST: "0.0.0.0" })).toMatchObject({ warning: null });
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
