import { describe, expect, it } from "vitest";
import type { Certificate, CertificateLicense } from "@/lib/licensing/certificate";
import {
  closesSystem,
  type ImportPlan,
  type Installation,
  type InstalledLicense,
  planImport,
} from "@/lib/licensing/import-plan";
import { END, id, license, NOW, START } from "@/tests/unit/samples";

const LATER = new Date("2028-01-01T00:00:00Z");

function next(members: Partial<CertificateLicense> = {}): CertificateLicense {
  const { withdrawnAt: _, ...stated } = license(members);
  return stated;
}

function known(members: Partial<InstalledLicense> = {}): InstalledLicense {
  return { ...license(members), used: 0, ...members };
}

function certificate(licenses: CertificateLicense[], members: Partial<Certificate> = {}): Certificate {
  const issuer = { id: id(901), organization: "Acme", issuer: "Vendor" };
  return { ...issuer, customerId: id(800), issuedAt: new Date(START.getTime() + 1000), licenses, ...members };
}

function installation(licenses: InstalledLicense[]): Installation {
  return { customerId: id(800), certificateId: id(900), issuedAt: START, licenses };
}

function changesOf(plan: ReturnType<typeof planImport>): ImportPlan["changes"] {
  if ("code" in plan) throw new Error(plan.code);
  expect(plan.unchanged).toBe(false);
  return plan.changes;
}

function renewal(before: Partial<InstalledLicense>, after: Partial<CertificateLicense>) {
  return changesOf(planImport(installation([known(before)]), certificate([next(after)])))[0];
}

describe("the first import", () => {
  it("binds to any customer and adds every license, in the order of the certificate", () => {
    const changes = changesOf(planImport(null, certificate([next({ id: id(2) }), next()], { customerId: id(777) })));
    expect(changes.map(({ kind, licenseId }) => [kind, licenseId])).toEqual([
      ["new", id(2)],
      ["new", id(1)],
    ]);
    expect(changes[1]).toEqual({
      kind: "new",
      licenseId: id(1),
      product: "CALL_CENTER",
      name: null,
      competitive: false,
      before: null,
      after: { name: null, limit: 5, notBefore: START, notAfter: END, scope: ["users"] },
      used: 0,
      overLimit: false,
      changed: [],
    });
  });
});

describe("a later import is refused", () => {
  const installed = installation([known()]);

  it("for another customer, before anything else is looked at", () => {
    const other = certificate([next()], { customerId: id(801), organization: "Other", id: id(900), issuedAt: START });
    expect(planImport(installed, other)).toEqual({
      code: "certificate_other_customer",
      params: { customer: id(801), organization: "Other" },
    });
  });

  it.each([
    ["issued a second earlier", new Date(START.getTime() - 1000)],
    ["issued in the same second", START],
  ])("when it was %s", (_, issuedAt) => {
    expect(planImport(installed, certificate([next()], { issuedAt }))).toEqual({
      code: "certificate_superseded",
      params: { date: issuedAt.toISOString(), installed: START.toISOString() },
    });
  });

  it("when its id is stored from before, however new it is; not when it is the installed one", () => {
    expect(planImport(installed, certificate([next()]), true)).toEqual({
      code: "certificate_superseded",
      params: { date: new Date(START.getTime() + 1000).toISOString(), about: "used" },
    });
    const same = certificate([next()], { id: id(900), issuedAt: START });
    expect(planImport(installed, same, true)).toEqual({ unchanged: true, changes: [] });
  });

  it("with a fault for each license that changes its product or its kind", () => {
    const before = installation([known(), known({ id: id(2), withdrawnAt: NOW }), known({ id: id(3) })]);
    const after = [
      next({ id: id(3) }),
      next({ id: id(2), product: "WFM" }),
      next({ product: "MOBILE", competitive: true }),
    ];
    expect(planImport(before, certificate(after))).toEqual({
      code: "certificate_invalid",
      params: {
        faults: [
          "licenses[1].product: must stay CALL_CENTER",
          "licenses[2].product: must stay CALL_CENTER",
          "licenses[2].competitive: must stay false",
        ],
      },
    });
  });
});

describe("the very same certificate again", () => {
  it("changes nothing, although it is not newer", () => {
    const same = certificate([next({ limit: 1 })], { id: id(900), issuedAt: START });
    expect(planImport(installation([known()]), same)).toEqual({ unchanged: true, changes: [] });
  });
});

describe("a renewal", () => {
  it("keeps a license of which nothing differs", () => {
    expect(renewal({ used: 3 }, {})).toMatchObject({ kind: "kept", changed: [], used: 3, overLimit: false });
  });

  it.each([
    ["limit", { limit: 6 }],
    ["not_before", { notBefore: new Date(START.getTime() + 1000) }],
    ["not_after", { notAfter: LATER }],
    ["name", { name: "Desk" }],
    ["scope", { scope: ["users", "roles"] }],
    ["scope", { scope: ["roles"] }],
  ])("names %s when it differs", (member, after) => {
    expect(renewal({}, after)).toMatchObject({ kind: "renewed", changed: [member] });
  });

  it("does not mind the order of a scope", () => {
    expect(renewal({ scope: ["users", "roles"] }, { scope: ["roles", "users"] })?.kind).toBe("kept");
  });

  it("says what was and what will be", () => {
    expect(renewal({ name: "Old" }, { name: "New", limit: 9, notAfter: LATER })).toMatchObject({
      name: "New",
      before: { name: "Old", limit: 5, notAfter: END },
      after: { name: "New", limit: 9, notAfter: LATER },
      changed: ["name", "limit", "not_after"],
    });
  });

  it.each([
    ["above used", 5, false],
    ["to used", 4, false],
    ["below used", 3, true],
    ["to 1", 1, true],
  ])("that puts the limit %s keeps the grants and says whether it is over limit", (_, limit, overLimit) => {
    expect(renewal({ limit: 8, used: 4 }, { limit })).toMatchObject({ kind: "renewed", used: 4, overLimit });
  });

  it("says that a license is over limit although nothing differs", () => {
    expect(renewal({ used: 6 }, {})).toMatchObject({ kind: "kept", overLimit: true });
  });

  it("brings back a license that was withdrawn, with its grants", () => {
    expect(renewal({ withdrawnAt: NOW, used: 2 }, {})).toMatchObject({
      kind: "renewed",
      changed: ["withdrawn"],
      used: 2,
    });
    expect(renewal({ withdrawnAt: NOW }, { limit: 6 })?.changed).toEqual(["limit", "withdrawn"]);
  });

  it("tells two licenses of one product apart by their ids", () => {
    const changes = changesOf(
      planImport(installation([known(), known({ id: id(2) })]), certificate([next({ id: id(2), limit: 9 }), next()])),
    );
    expect(changes.map(({ licenseId, kind }) => [licenseId, kind])).toEqual([
      [id(2), "renewed"],
      [id(1), "kept"],
    ]);
  });
});

describe("a license that the certificate leaves out", () => {
  it("is withdrawn with its grants, after the others, and only the first time", () => {
    const before = [
      known({ id: id(4), used: 9 }),
      known({ id: id(3), withdrawnAt: NOW }),
      known({ id: id(2) }),
      known(),
    ];
    const changes = changesOf(planImport(installation(before), certificate([next(), next({ id: id(5) })])));
    expect(changes.map(({ licenseId, kind }) => [licenseId, kind])).toEqual([
      [id(1), "kept"],
      [id(5), "new"],
      [id(4), "withdrawn"],
      [id(2), "withdrawn"],
    ]);
    expect(changes[2]).toMatchObject({
      before: { limit: 5, notAfter: END },
      after: null,
      used: 9,
      overLimit: false,
      changed: ["withdrawn"],
    });
  });
});

function closes(...licenses: CertificateLicense[]): boolean {
  const changes = changesOf(planImport(installation([known()]), certificate(licenses)));
  return closesSystem({ unchanged: false, changes }, NOW);
}

describe("an import closes the system", () => {
  const ended = next({ notAfter: NOW });

  it("when it leaves no license in force: ended, not begun or left out", () => {
    expect(closes(ended)).toBe(true);
    expect(closes(next({ notBefore: LATER, notAfter: new Date(LATER.getTime() + 1) }))).toBe(true);
    expect(closes(next({ id: id(2), notAfter: NOW }))).toBe(true);
  });

  it("not when one is in force, and not when it changes nothing", () => {
    expect(closes(ended, next({ id: id(2) }))).toBe(false);
    expect(closes(next())).toBe(false);
    expect(closesSystem({ unchanged: true, changes: [] }, NOW)).toBe(false);
  });
});
