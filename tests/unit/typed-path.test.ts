import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { payload } from "@/tests/unit/samples";

const ROOT = new URL("../..", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "typed-path-"));

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command as npm does when it is called in the folder: in the project's, told where it was typed. */
function certificate(args: string[], input = ""): string {
  const env = { ...process.env, INIT_CWD: folder };
  const words = ["--import", "tsx", "scripts/certificate.ts", ...args];
  return execFileSync(process.execPath, words, { cwd: ROOT, env, input, encoding: "utf8" });
}

it("paths of the vendor's command mean what they mean where it was typed", { timeout: 60_000 }, () => {
  certificate(["keygen", "--out", "issuer"]);
  expect(existsSync(join(folder, "issuer", "issuer.private.jwk.json"))).toBe(true);
  writeFileSync(join(folder, "payload.json"), JSON.stringify(payload()));
  const key = certificate(["issue", "--key", "issuer/issuer.private.jwk.json", "--payload", "payload.json"]);
  expect(certificate(["verify", "--issuers", "issuer/issuers.jwks.json"], key)).toMatch(/^Verified: /);
});
