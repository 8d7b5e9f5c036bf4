import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { importCertificate } from "@/lib/use-cases/licenses/import-certificate";
import { grant, install } from "@/tests/support/installation";
import {
  CUSTOMER_ID,
  concurrent,
  createIssuer,
  EXPIRED,
  type IssuedLicense,
  named,
  nowSeconds,
} from "@/tests/support/issuer";
import { addActors, addCrowd, SYSTEM } from "@/tests/support/people";
import { auditEntries, everyRow, holders } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const bring = (text: string) => importCertificate(null, text);

async function licenseRow(id: string) {
  const [row] = await sql`select * from licenses where id = ${id}`;
  return row;
}

/** Asserts that the text is refused with the code and that no row of any table has changed. */
async function expectRefused(text: string, code: string, params: object = {}) {
  const before = await everyRow();
  await expect(bring(text)).rejects.toMatchObject({ code, params });
  expect(await everyRow()).toEqual(before);
}

describe("importing as a person", () => {
  it.each(["nobody", "outsider"] as const)("is denied to %s, and nothing changes", async (who) => {
    const actors = await addActors();
    const text = await issuer.issue();
    const before = await everyRow();
    await expect(importCertificate(actors[who], text)).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it("works with the permission to read, and the audit list names the person", async () => {
    const { reader } = await addActors();
    await importCertificate(reader, await issuer.issue());
    const entries = await auditEntries("import_certificate");
    expect(entries).toMatchObject([{ actor_kind: "user", actor_id: reader.id, actor_name: "reader@acme.example" }]);
  });
});

describe("the first import", () => {
  it("binds the installation to the customer and stores every license as it was signed", async () => {
    const license = concurrent("CALL_CENTER", 50, { name: "Main office", scope: ["users", "calls"] });
    const text = await issuer.issue({ licenses: [license, named("EMAIL", 3)], organization: "Acme «Ковбаса»" });
    const { plan, customer } = await bring(text);
    expect(plan.changes.map(({ kind }) => kind)).toEqual(["new", "new"]);
    expect(customer).toMatchObject({ customerId: CUSTOMER_ID, organization: "Acme «Ковбаса»" });
    expect(await sql`select id from customers`).toEqual([{ id: CUSTOMER_ID }]);
    expect(await licenseRow(license.id)).toMatchObject({
      product: "CALL_CENTER",
      name: "Main office",
      competitive: true,
      limit: 50,
      not_before: new Date(license.not_before * 1000),
      not_after: new Date(license.not_after * 1000),
      scope: ["users", "calls"],
      withdrawn_at: null,
      granted: 0,
    });
    expect(await sql`select text from certificates`).toEqual([{ text }]);
  });

  it("leaves one audit entry per license and one for the certificate, all of one act", async () => {
    await bring(await issuer.issue({ licenses: [named("CALL_CENTER", 5), named("EMAIL", 3)], iss: "The Vendor" }));
    const entries = await auditEntries();
    expect(entries.map(({ act }) => act)).toEqual(["add_license", "add_license", "import_certificate"]);
    expect(new Set(entries.map((entry) => entry.act_id)).size).toBe(1);
    expect(entries[0]).toMatchObject({ actor_kind: "certificate", actor_name: "The Vendor", before: null });
  });

  it("takes as many licenses as fit into a certificate", async () => {
    const licenses = Array.from({ length: 700 }, () => named("CALL_CENTER", 5));
    await bring(await issuer.issue({ licenses }));
    expect(await sql`select count(*)::int as n from licenses`).toEqual([{ n: 700 }]);
  });
});

describe("the same certificate again", () => {
  it("changes nothing, in whatever spelling", async () => {
    const text = await install(issuer, [named("CALL_CENTER", 5)]);
    const before = await everyRow();
    const framed = `-----BEGIN LICENSE-----\n${text.match(/.{1,64}/g)?.join("\r\n")}\n-----END LICENSE-----`;
    for (const spelling of [text, ` ${text}\n`, `"${text}"`, framed]) {
      const { plan, customer } = await bring(spelling);
      expect(plan).toEqual({ unchanged: true, changes: [] });
      expect(customer?.organization).toBe("Acme");
    }
    expect(await everyRow()).toEqual(before);
  });
});

async function installed(): Promise<IssuedLicense> {
  const license = named("CALL_CENTER", 5);
  await install(issuer, [license]);
  return license;
}

describe("an import is refused and nothing changes", () => {
  it.each(["", "license", "a.b", "{}", "..", "x".repeat(1_000)])("when it is no license key: %j", async (text) => {
    await installed();
    await expectRefused(text, "certificate_malformed");
  });

  it("when it is larger than 256 KiB", async () => {
    await expectRefused("a".repeat(256 * 1024 + 1), "too_large");
  });

  it.each([0, 1, 2])("when one character of part %i is changed", async (part) => {
    await installed();
    const parts = (await issuer.issue()).split(".");
    const middle = Math.floor((parts[part] ?? "").length / 2);
    const char = parts[part]?.[middle] === "A" ? "B" : "A";
    parts[part] = `${parts[part]?.slice(0, middle)}${char}${parts[part]?.slice(middle + 1)}`;
    const before = await everyRow();
    await expect(bring(parts.join("."))).rejects.toMatchObject({
      code: expect.stringMatching(/^certificate_(untrusted|malformed)$/),
    });
    expect(await everyRow()).toEqual(before);
  });

  it("when its issuer is not known", async () => {
    const stranger = await createIssuer(mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "stranger-")));
    await installed();
    await expectRefused(await stranger.issue(), "certificate_untrusted");
  });

  it("when it is older than the installed one, or of the same second", async () => {
    const license = await installed();
    const iat = nowSeconds();
    await install(issuer, [license], { iat });
    await expectRefused(await issuer.issue({ iat: iat - 1 }), "certificate_superseded");
    await expectRefused(await issuer.issue({ iat }), "certificate_superseded");
  });

  it("when its jti is that of a certificate that was replaced since, however new it says it is", async () => {
    const jti = randomUUID();
    await install(issuer, [named("CALL_CENTER", 5)], { jti });
    await install(issuer, [named("CALL_CENTER", 6)]);
    await expectRefused(await issuer.issue({ jti }), "certificate_superseded");
  });

  it("when it is another customer's, newer or not", async () => {
    await installed();
    const sub = "0c0ffee0-0000-4000-8000-00000000000f";
    await expectRefused(await issuer.issue({ sub, organization: "Globex" }), "certificate_other_customer", {
      organization: "Globex",
    });
    await expectRefused(await issuer.issue({ sub, iat: 1 }), "certificate_other_customer");
  });

  it("when a license changes its product or its kind", async () => {
    const license = await installed();
    for (const changed of [{ product: "EMAIL" }, { competitive: true }]) {
      await expectRefused(await issuer.issue({ licenses: [{ ...license, ...changed }] }), "certificate_invalid");
    }
  });
});

describe("a renewal", () => {
  it("takes over term, limit, scope and name, and keeps every grant", async () => {
    const license = named("CALL_CENTER", 5, { ...EXPIRED, name: "Old" });
    await install(issuer, [{ ...license, ...named("", 5), id: license.id, product: "CALL_CENTER" }]);
    const users = await addCrowd(5);
    for (const user of users) await grant(user, license);
    await install(issuer, [license]);
    const renewed = { ...license, ...named("CALL_CENTER", 9), id: license.id, name: "New", scope: ["users"] };
    const { plan } = await bring(await issuer.issue({ licenses: [renewed] }));
    expect(plan.changes).toMatchObject([
      { kind: "renewed", changed: ["name", "limit", "not_before", "not_after", "scope"] },
    ]);
    expect(await holders(license.id)).toEqual(users);
    expect(await licenseRow(license.id)).toMatchObject({ name: "New", limit: 9, scope: ["users"], granted: 5 });
  });

  it("withdraws what is left out, keeps it with its grants, and brings it back", async () => {
    const [kept, gone] = [named("CALL_CENTER", 5), named("EMAIL", 5)];
    await install(issuer, [kept, gone]);
    const [user = ""] = await addCrowd(1);
    await grant(user, kept, gone);
    const { plan } = await bring(await issuer.issue({ licenses: [kept] }));
    expect(plan.changes.map(({ kind }) => kind)).toEqual(["kept", "withdrawn"]);
    const withdrawnAt = (await licenseRow(gone.id))?.withdrawn_at;
    expect(withdrawnAt).toBeInstanceOf(Date);
    expect(await holders(gone.id)).toEqual([user]);
    await install(issuer, [kept]);
    expect((await licenseRow(gone.id))?.withdrawn_at).toEqual(withdrawnAt);
    await install(issuer, [kept, gone]);
    expect(await licenseRow(gone.id)).toMatchObject({ withdrawn_at: null, granted: 1 });
    expect(await auditEntries("withdraw_license")).toMatchObject([{ license_id: gone.id }]);
  });

  it("below what is used says over limit; no new grant until used is below the limit", async () => {
    const license = named("CALL_CENTER", 4);
    await install(issuer, [license]);
    const users = await addCrowd(5);
    const [a = "", b = "", c = "", , e = ""] = users;
    for (const user of users.slice(0, 4)) await grant(user, license);
    const { plan } = await bring(await issuer.issue({ licenses: [{ ...license, limit: 2 }] }));
    expect(plan.changes).toMatchObject([{ kind: "renewed", used: 4, overLimit: true }]);
    expect(await holders(license.id)).toHaveLength(4);
    for (const leaving of [a, b, c]) {
      await expect(grant(e, license)).rejects.toThrow("seats_exhausted");
      await changeGrants(SYSTEM, [{ userId: leaving, licenseId: license.id, held: false }]);
    }
    await grant(e, license);
  });
});
