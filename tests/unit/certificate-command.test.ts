import { spawn } from "node:child_process";
import { access, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { loadIssuerKeys, verifyCertificate } from "@/lib/access/issuer-keys";
import { AppError } from "@/lib/errors";
import { id, payload, payloadLicense } from "@/tests/unit/samples";

// Every run of the command starts a process and compiles it.
vi.setConfig({ testTimeout: 60_000 });

const ROOT = new URL("../..", import.meta.url).pathname;
const DESCRIBED = ["--customer", id(800), "--organization", "Acme", "--issuer", "Vendor"];

type Outcome = { code: number | null; stdout: string; stderr: string };

/** Runs the real command, as `npm run certificate --` does, in a process of its own. */
async function certificate(args: string[], input = ""): Promise<Outcome> {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/certificate.ts", ...args], { cwd: ROOT });
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  child.stdin.on("error", () => {}); // a command that reads nothing closes its input
  child.stdin.end(input);
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { code, stdout, stderr };
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

let folder = "";
let key = "";
let issuers = "";
let issued: Outcome;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "certificate-command-"));
  key = join(folder, "issuer", "issuer.private.jwk.json");
  issuers = join(folder, "issuer", "issuers.jwks.json");
  expect(await certificate(["keygen", "--out", join(folder, "issuer")])).toMatchObject({ code: 0, stderr: "" });
  const json = JSON.stringify(payload({}, [payloadLicense({ name: "<script>" })]));
  issued = await certificate(["issue", "--key", key, "--payload", "-"], json);
}, 60_000);

afterAll(() => rm(folder, { recursive: true }));

describe("keygen", () => {
  it("writes a private key that only its owner reads, and public keys without a private part", async () => {
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(key, "utf8"))).toMatchObject({
      kty: "OKP",
      crv: "Ed25519",
      d: expect.any(String),
    });
    const { keys } = await loadIssuerKeys(issuers);
    expect(keys).toHaveLength(1);
    expect(keys[0]).not.toHaveProperty("d");
  });

  it("refuses to overwrite either file, and leaves them as they are", async () => {
    const before = await readFile(key, "utf8");
    const again = await certificate(["keygen", "--out", join(folder, "issuer")]);
    expect(again).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("not overwritten") });
    expect(await readFile(key, "utf8")).toBe(before);

    const half = await mkdtemp(join(folder, "half-"));
    await writeFile(join(half, "issuers.jwks.json"), "{}");
    expect((await certificate(["keygen", "--out", half])).code).toBe(1);
    await expect(access(join(half, "issuer.private.jwk.json"))).rejects.toThrow("ENOENT");
  });
});

describe("issue", () => {
  it("prints the certificate alone", () => {
    expect(issued).toMatchObject({ code: 0, stderr: "" });
    expect(issued.stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{86}\n$/);
  });

  it("reads a payload from a file just as well", async () => {
    const path = join(folder, "payload.json");
    await writeFile(path, JSON.stringify(payload()));
    const { code, stdout } = await certificate(["issue", "--key", key, "--payload", path]);
    expect(code).toBe(0);
    expect(await verifyCertificate(stdout, await loadIssuerKeys(issuers))).toMatchObject({ id: id(900) });
  });

  it("renews a payload with another end, but changes nothing of one that is not renewed", async () => {
    const words = ["issue", "--key", key, "--payload", "-", "--till", "2031-01-01"];
    const { stdout } = await certificate([...words, "--renew"], JSON.stringify(payload()));
    const { licenses } = await verifyCertificate(stdout, await loadIssuerKeys(issuers));
    expect(licenses).toMatchObject([{ notAfter: new Date("2031-01-01T00:00:00Z") }]);
    expect(await certificate(words, JSON.stringify(payload()))).toMatchObject({ code: 2, stdout: "" });
  });

  it("composes a payload from options", async () => {
    const licenses = ["--license", "CALL_CENTER:50", "--license", "WFM:3:competitive"];
    const term = ["--from", "2026-01-01", "--till", "2027-01-01"];
    const { stdout } = await certificate(["issue", "--key", key, ...DESCRIBED, ...licenses, ...term]);
    const certified = await verifyCertificate(stdout, await loadIssuerKeys(issuers));
    expect(certified).toMatchObject({
      customerId: id(800),
      organization: "Acme",
      issuer: "Vendor",
      licenses: [
        { product: "CALL_CENTER", limit: 50, competitive: false, notBefore: new Date("2026-01-01T00:00:00Z") },
        { product: "WFM", limit: 3, competitive: true, notAfter: new Date("2027-01-01T00:00:00Z") },
      ],
    });
    expect(new Set(certified.licenses.map((license) => license.id)).size).toBe(2);
  });

  it("signs nothing that breaks the rules, and names every fault", async () => {
    const json = JSON.stringify(payload({ iat: -1 }, [payloadLicense({ limit: 7 })])).replace(
      '"limit":7',
      '"limit":0,"limit":7',
    );
    const { code, stdout, stderr } = await certificate(["issue", "--key", key, "--payload", "-"], json);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("certificate_invalid");
    expect(stderr).toContain("iat: must be");
    expect(stderr).toContain("licenses[0].limit: stands there more than once");
  });

  it.each([
    ["a license of limit 0", 1, "licenses[0].limit", ["--license", "WFM:0", "--till", "2099-01-01"]],
    ["a limit in words", 1, "licenses[0].limit", ["--license", "WFM:many", "--till", "2099-01-01"]],
    ["concurrent CHAT", 1, "only named", ["--license", "CHAT:1:competitive", "--till", "2099-01-01"]],
    ["a term that ended", 1, "later than not_before", ["--license", "WFM:1", "--till", "2020-01-01"]],
    ["an unknown kind", 2, "PRODUCT:LIMIT", ["--license", "WFM:1:floating", "--till", "2099-01-01"]],
    ["no end", 2, "--till is missing", ["--license", "WFM:1"]],
    ["a date that is none", 2, "not a date", ["--license", "WFM:1", "--till", "tomorrow"]],
    ["to renew what is new", 2, "--renew belongs to", ["--renew", "--license", "WFM:1", "--till", "2099-01-01"]],
    ["no license", 2, "--license is missing", ["--till", "2099-01-01"]],
    ["a payload beside options", 2, "leave the other options out", ["--payload", "-"]],
  ])("refuses %s", async (_, code, sentence, options) => {
    const outcome = await certificate(["issue", "--key", key, ...DESCRIBED, ...options]);
    expect(outcome).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(sentence) });
  });

  it.each([
    ["the public keys", () => issuers],
    ["a file that is not there", () => join(folder, "none")],
  ])("refuses %s for a key", async (_, path) => {
    const outcome = await certificate(["issue", "--key", path(), "--payload", "-"], JSON.stringify(payload()));
    expect(outcome).toMatchObject({ code: 1, stdout: "" });
  });

  it("quotes nothing of a broken private key", async () => {
    const path = join(folder, "broken.json");
    await writeFile(path, "SECRET");
    const { code, stderr } = await certificate(["issue", "--key", path, "--payload", "-"], JSON.stringify(payload()));
    expect({ code, quoted: stderr.includes("SECRET") }).toEqual({ code: 1, quoted: false });
  });
});

describe("inspect", () => {
  it("shows header, payload and a table, and says on standard error that nothing was verified", async () => {
    const { code, stdout, stderr } = await certificate(["inspect"], issued.stdout);
    expect(code).toBe(0);
    expect(stderr).toContain("Not verified");
    expect(stdout).toContain('"alg": "EdDSA"');
    expect(stdout).toContain('"organization": "Acme"');
    expect(stdout).toMatch(
      /CALL_CENTER +5 +named +2026-01-01T00:00:00\.000Z +2027-01-01T00:00:00\.000Z +\S+ +<script>/,
    );
  });

  it("ends without a word when its reader has seen enough", async () => {
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/certificate.ts", "inspect"], { cwd: ROOT });
    const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
    child.stdout.destroy();
    child.stdin.end(issued.stdout);
    const [stderr, code] = await Promise.all([text(child.stderr), exited]);
    expect(stderr.trim().split("\n")).toEqual([expect.stringContaining("Not verified")]);
    expect(code).toBe(0);
  });

  it("shows a certificate that nobody signed, with its faults and without steering the terminal", async () => {
    const forged = `${part({ alg: "none" })}.${part(payload({ organization: "\u009B31m\u202E" }))}.`;
    const { code, stdout, stderr } = await certificate(["inspect"], forged);
    expect(code).toBe(0);
    expect(stdout).toContain("\\u009b31m\\u202e");
    expect(stdout + stderr).not.toMatch(/[\u0080-\u009F\u202E]/);
    expect(stderr).toContain("organization: must be");
  });

  it("refuses what is no license key", async () => {
    const outcome = await certificate(["inspect"], "please renew");
    expect(outcome).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("certificate_malformed") });
  });
});

describe("verify", () => {
  it("answers one line for a good certificate, however it was pasted", async () => {
    const { code, stdout, stderr } = await certificate(["verify", "--issuers", issuers], ` "${issued.stdout}" `);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Verified: [^\n]*Acme[^\n]*\n$/);
  });

  it.each([
    ["another key", "certificate_untrusted", (good: string) => good.replace(/.{20}\n$/, "A".repeat(20))],
    ["no JWS", "certificate_malformed", () => "please renew"],
    ["nothing", "certificate_malformed", () => ""],
    ["300 KB", "too_large", () => "x".repeat(300_000)],
  ])("refuses %s with the reason code and a sentence on standard error", async (_, reason, spoil) => {
    const { code, stdout, stderr } = await certificate(["verify", "--issuers", issuers], spoil(issued.stdout));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^${reason}: [A-Z].*\\.`));
  });

  it("refuses issuer keys with a private part", async () => {
    const path = join(folder, "leaked.json");
    await writeFile(path, JSON.stringify({ keys: [JSON.parse(await readFile(key, "utf8"))] }));
    const outcome = await certificate(["verify", "--issuers", path], issued.stdout);
    expect(outcome).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("private part") });
  });

  it("refuses one changed character at every position of the issued certificate", async () => {
    // In this process: the command's own function, without starting a process for each of some 600 positions.
    const good = issued.stdout.trim();
    const trusted = await loadIssuerKeys(issuers);
    const outcomes = await Promise.allSettled(
      Array.from(good, (character, at) => {
        const changed = character === "A" ? "B" : "A";
        return verifyCertificate(good.slice(0, at) + changed + good.slice(at + 1), trusted);
      }),
    );
    const letThrough = outcomes.flatMap((outcome, at) =>
      outcome.status === "rejected" && outcome.reason instanceof AppError ? [] : [at],
    );
    expect(outcomes.length).toBeGreaterThan(400);
    expect(letThrough).toEqual([]);
  });
});

describe("wrong usage", () => {
  it.each([[[]], [["destroy"]], [["keygen"]], [["verify"]], [["verify", "--force"]], [["inspect", "file"]]])(
    "%j exits with 2 and shows the usage",
    async (args) => {
      expect(await certificate(args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("Usage:") });
    },
  );
});

it.each([[["--help"]], [["issue", "-h"]]])("%j shows the usage, and is no fault", async (args) => {
  expect(await certificate(args)).toMatchObject({ code: 0, stdout: expect.stringContaining("Usage:"), stderr: "" });
});
