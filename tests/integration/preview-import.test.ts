import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { importCertificate } from "@/lib/use-cases/licenses/import-certificate";
import { previewImport } from "@/lib/use-cases/licenses/preview-import";
import { grant, install } from "@/tests/support/installation";
import { concurrent, named } from "@/tests/support/issuer";
import { addActors, addCrowd } from "@/tests/support/people";
import { everyRow } from "@/tests/support/stored";
import { issuer } from "@/tests/support/worker-database";

describe("the preview of an import", () => {
  it.each(["nobody", "outsider"] as const)("is denied to %s", async (who) => {
    const actors = await addActors();
    await expect(previewImport(actors[who], await issuer.issue())).rejects.toMatchObject({ code: "access_denied" });
  });

  it("refuses with the same reasons as the import", async () => {
    await install(issuer, [named("CALL_CENTER", 5)]);
    const { reader } = await addActors();
    const texts = {
      certificate_malformed: "no key",
      certificate_superseded: await issuer.issue({ iat: 1 }),
      certificate_other_customer: await issuer.issue({ sub: "0c0ffee0-0000-4000-8000-00000000000f" }),
    };
    for (const [code, text] of Object.entries(texts)) {
      await expect(previewImport(reader, text)).rejects.toMatchObject({ code });
    }
  });

  it("refuses a key whose id was used before, however new it says it is, and says so", async () => {
    const jti = randomUUID();
    await install(issuer, [named("CALL_CENTER", 5)], { jti });
    await install(issuer, [named("CALL_CENTER", 6)]);
    const text = await issuer.issue({ jti });
    const refusal = { code: "certificate_superseded", params: { about: "used" } };
    await expect(previewImport(null, text)).rejects.toMatchObject(refusal);
    await expect(importCertificate(null, text)).rejects.toMatchObject(refusal);
  });

  it("says what would be new, renewed, kept, withdrawn and over limit, and changes nothing", async () => {
    const [kept, lowered, gone] = [named("CALL_CENTER", 5), named("EMAIL", 5), concurrent("WFM", 5)];
    await install(issuer, [kept, lowered, gone]);
    for (const user of await addCrowd(3)) await grant(user, lowered);
    const text = await issuer.issue({ licenses: [named("MOBILE", 1), kept, { ...lowered, limit: 2 }] });
    const before = await everyRow();
    const { plan, installed } = await previewImport(null, text);
    expect(plan.changes.map(({ kind, product, used, overLimit }) => [kind, product, used, overLimit])).toEqual([
      ["new", "MOBILE", 0, false],
      ["kept", "CALL_CENTER", 0, false],
      ["renewed", "EMAIL", 3, true],
      ["withdrawn", "WFM", 0, false],
    ]);
    expect(installed?.organization).toBe("Acme");
    expect(await everyRow()).toEqual(before);
  });

  it("is exactly what the import then applies", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license, named("EMAIL", 5)]);
    const text = await issuer.issue({ licenses: [{ ...license, limit: 9 }, named("WFM", 1)] });
    const { plan } = await previewImport(null, text);
    expect((await importCertificate(null, text)).plan).toEqual(plan);
  });

  it("of the first certificate knows nothing installed", async () => {
    const { plan, installed } = await previewImport(null, await issuer.issue());
    expect(installed).toBeNull();
    expect(plan.changes.map(({ kind }) => kind)).toEqual(["new"]);
  });
});
