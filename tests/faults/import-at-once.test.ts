import { describe, expect, it } from "vitest";
import { importCertificate } from "@/lib/use-cases/licenses/import-certificate";
import { grant, install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addCrowd } from "@/tests/support/people";
import { auditEntries, holders } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const bring = (text: string) => importCertificate(null, text);

describe("imports at once", () => {
  it("of two, the newest wins and never half of one", async () => {
    for (let round = 0; round < 5; round++) {
      const [older, newer] = [
        [named("CALL_CENTER", 1), named("EMAIL", 1)],
        [named("WFM", 2), named("MOBILE", 2)],
      ];
      const texts = [await issuer.issue({ licenses: older }), await issuer.issue({ licenses: newer })];
      const results = await Promise.allSettled(texts.toReversed().map(bring));
      expect(results[0]?.status).toBe("fulfilled");
      const inPlace = await sql`select product from licenses where withdrawn_at is null order by product`;
      expect(inPlace.map(({ product }) => product)).toEqual(["MOBILE", "WFM"]);
    }
  });

  it("of the same certificate apply it once", async () => {
    const text = await issuer.issue();
    const results = await Promise.all(Array.from({ length: 8 }, () => bring(text)));
    expect(results.filter(({ plan }) => !plan.unchanged)).toHaveLength(1);
    expect(await auditEntries("import_certificate")).toHaveLength(1);
  });

  it.each([1, 7])("of twenty different certificates leave the newest one, whole (every %ith first)", async (step) => {
    const certificates = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const licenses = [named("CALL_CENTER", index + 1), named("EMAIL", index + 1)];
        return { licenses, text: await issuer.issue({ licenses, iat: 1_700_000_000 + index }) };
      }),
    );
    const mixed = certificates.map((each, index) => certificates[(index * step) % 20] ?? each);
    const results = await Promise.allSettled(mixed.map(({ text }) => bring(text)));
    const refusals = results.flatMap((each) => (each.status === "rejected" ? [each.reason.code ?? each.reason] : []));
    expect(refusals).toEqual(refusals.map(() => "certificate_superseded"));
    const inPlace = await sql`select id from licenses where withdrawn_at is null order by product`;
    expect(inPlace.map(({ id }) => id)).toEqual(certificates[19]?.licenses.map(({ id }) => id));
    const applied = results.filter(({ status }) => status === "fulfilled");
    expect(await sql`select 1 from certificates`).toHaveLength(applied.length);
  });

  it("and grants at once leave every grant in place", async () => {
    const license = named("CALL_CENTER", 40);
    await install(issuer, [license]);
    const users = await addCrowd(40);
    const renewals = Promise.all(
      Array.from({ length: 4 }, (_, index) => issuer.issue({ licenses: [{ ...license, limit: 40 + index }] })),
    ).then((texts) => Promise.allSettled(texts.map(bring)));
    await Promise.all([renewals, ...users.map((user) => grant(user, license))]);
    expect(await holders(license.id)).toEqual(users);
    expect(await sql`select granted from licenses`).toEqual([{ granted: 40 }]);
  });
});
