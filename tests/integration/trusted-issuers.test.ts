import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { importCertificate } from "@/lib/use-cases/licenses/import-certificate";
import { previewImport } from "@/lib/use-cases/licenses/preview-import";
import { named } from "@/tests/support/issuer";
import { issuer } from "@/tests/support/worker-database";

const good = readFileSync(issuer.issuersPath, "utf8");

afterEach(() => writeFileSync(issuer.issuersPath, good));

describe("the issuers' file while the system runs", () => {
  it("counts as it is now", async () => {
    const key = await issuer.issue({ licenses: [named("CALL_CENTER", 5)] });
    writeFileSync(
      issuer.issuersPath,
      JSON.stringify({ keys: JSON.parse(good).keys.map((each: object) => ({ ...each, kid: "new" })) }),
    );
    await expect(previewImport(null, key)).rejects.toMatchObject({ code: "certificate_untrusted" });
    writeFileSync(issuer.issuersPath, good);
    await importCertificate(null, key);
  });

  it.each([
    ["gone", null],
    ["empty", ""],
    ["half written", good.slice(0, -9)],
    [
      "one with another key's name twice",
      JSON.stringify({ keys: [...JSON.parse(good).keys, { ...JSON.parse(good).keys[0], x: "A".repeat(43) }] }),
    ],
  ])("%s: the keys read before stay in use, and no others", async (_, text) => {
    await previewImport(null, await issuer.issue({ licenses: [named("CALL_CENTER", 5)] }));
    if (text === null) rmSync(issuer.issuersPath);
    else writeFileSync(issuer.issuersPath, text);
    await importCertificate(null, await issuer.issue({ licenses: [named("CALL_CENTER", 6)] }));
    await expect(previewImport(null, "a.b.c")).rejects.toMatchObject({ code: expect.stringMatching(/^certificate_/) });
  });
});
