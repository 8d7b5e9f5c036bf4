import { describe, expect, it } from "vitest";
import { importCertificate } from "@/lib/use-cases/licenses/import-certificate";
import { previewImport } from "@/lib/use-cases/licenses/preview-import";
import { install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addActor } from "@/tests/support/people";
import { issuer, sql } from "@/tests/support/worker-database";

const HOME = "203.0.113.7";

const code = (act: Promise<unknown>) =>
  act.then(
    () => "done",
    (error: { code: string }) => error.code,
  );

/** As if so many had failed from HOME; the first one is real, so that its row is there. */
async function failTimes(times: number): Promise<void> {
  expect(await code(importCertificate(null, "a.b", HOME))).toBe("certificate_malformed");
  await sql`update attempts set count = ${times}`;
}

describe("made-up license keys", () => {
  it("are refused after 300 in a minute from one address, malformed and untrusted ones alike", async () => {
    await failTimes(298);
    const [head = "", payload = ""] = (await issuer.issue()).split(".");
    const unsigned = `${head}.${payload}.${"A".repeat(86)}`;
    expect(await code(previewImport(null, unsigned, HOME))).toBe("certificate_untrusted");
    expect(await code(importCertificate(null, "a.b", HOME))).toBe("certificate_malformed");
    expect(await code(importCertificate(null, "a.b", HOME))).toBe("rate_limited");
    expect(await code(previewImport(null, unsigned, HOME))).toBe("rate_limited");
    await expect(importCertificate(null, "a.b", HOME)).rejects.toMatchObject({
      params: { seconds: expect.any(Number) },
    });
    expect(await code(importCertificate(null, "a.b", "198.51.100.4"))).toBe("certificate_malformed");
    expect(await sql`select 1 from licenses`).toHaveLength(0);
  });

  it("at once are never more than the limit", async () => {
    await failTimes(295);
    const all = await Promise.all(Array.from({ length: 20 }, () => code(importCertificate(null, "a.b", HOME))));
    expect(all.filter((each) => each === "certificate_malformed")).toHaveLength(5);
    expect(all.filter((each) => each === "rate_limited")).toHaveLength(15);
  });

  it("keep nobody from importing a genuine one, signed in or not, and are told what is wrong again after a minute", async () => {
    await install(issuer, [named("CALL_CENTER", 5)]);
    const reader = await addActor("reader@acme.example", "reader");
    await failTimes(300);
    const key = await issuer.issue();
    expect(await code(importCertificate(null, "a.b", HOME))).toBe("rate_limited");
    expect(await code(previewImport(null, key, HOME))).toBe("done");
    expect(await code(previewImport(reader, key, HOME))).toBe("done");
    expect(await code(importCertificate(null, key, HOME))).toBe("done");
    await sql`update attempts set ends_at = ends_at - interval '1 minute'`;
    expect(await code(importCertificate(null, "a.b", HOME))).toBe("certificate_malformed");
  });
});

describe("genuine license keys", () => {
  it("count for nothing, however often they are brought", async () => {
    const key = await install(issuer, [named("CALL_CENTER", 5)]);
    const other = await issuer.issue({ sub: "00000000-0000-4000-8000-000000000000" });
    await failTimes(299);
    for (let nth = 0; nth < 5; nth++) expect(await code(importCertificate(null, key, HOME))).toBe("done");
    expect(await code(importCertificate(null, other, HOME))).toBe("certificate_other_customer");
    expect(await sql`select count from attempts`).toEqual([{ count: 299 }]);
  });
});
