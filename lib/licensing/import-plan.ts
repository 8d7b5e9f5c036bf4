import { type Refusal, refusal } from "@/lib/errors";
import type { Certificate, CertificateLicense } from "@/lib/licensing/certificate";
import type { License } from "@/lib/licensing/license";
import { isOverLimit } from "@/lib/licensing/seats";
import { type TermState, termState } from "@/lib/licensing/term";

/** A license of the installation with what is used of it now: grants if named, distinct signed-in holders if not. */
export type InstalledLicense = License & { used: number };

/** What the last import left: the bound customer, the certificate, and every license ever known, withdrawn ones too. */
export type Installation = {
  customerId: string;
  certificateId: string;
  issuedAt: Date;
  licenses: InstalledLicense[];
};

/** The members of a license that a renewal may change. */
export type Terms = Pick<License, "name" | "limit" | "notBefore" | "notAfter" | "scope">;

/** What an import does to one license. `changed` spells members as the certificate does, and adds "withdrawn". */
export type Change = {
  kind: "new" | "renewed" | "withdrawn" | "kept";
  licenseId: string;
  product: string;
  name: string | null;
  competitive: boolean;
  before: Terms | null;
  after: Terms | null;
  used: number;
  overLimit: boolean;
  changed: string[];
};

/** `unchanged` means that this very certificate is installed: nothing is to be done. */
export type ImportPlan = { unchanged: boolean; changes: Change[] };

function termsOf({ name, limit, notBefore, notAfter, scope }: CertificateLicense): Terms {
  return { name, limit, notBefore, notAfter, scope };
}

/** A scope is a set: its order says nothing. */
function sameScope(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((section) => b.includes(section));
}

function changedMembers(known: License, next: CertificateLicense): string[] {
  const differs: [string, boolean][] = [
    ["name", known.name !== next.name],
    ["limit", known.limit !== next.limit],
    ["not_before", known.notBefore.getTime() !== next.notBefore.getTime()],
    ["not_after", known.notAfter.getTime() !== next.notAfter.getTime()],
    ["scope", !sameScope(known.scope, next.scope)],
    ["withdrawn", known.withdrawnAt !== null],
  ];
  return differs.filter(([, isDifferent]) => isDifferent).map(([member]) => member);
}

/** A license that the certificate carries. A renewal never drops a grant, so that it may come out over limit (§2). */
function planLicense(known: InstalledLicense | undefined, next: CertificateLicense): Change {
  const { id: licenseId, product, name, competitive } = next;
  const line = { licenseId, product, name, competitive, after: termsOf(next) };
  if (!known) return { kind: "new", ...line, before: null, used: 0, overLimit: false, changed: [] };
  const changed = changedMembers(known, next);
  const kind = changed.length > 0 ? "renewed" : "kept";
  const overLimit = isOverLimit({ ...known, limit: next.limit }, known.used);
  return { kind, ...line, before: termsOf(known), used: known.used, overLimit, changed };
}

/** A license in its place that the certificate leaves out: kept for history, with its grants (§2). */
function planWithdrawal(known: InstalledLicense): Change {
  const { id: licenseId, product, name, competitive, used } = known;
  const line = { licenseId, product, name, competitive, before: termsOf(known), after: null, used };
  return { kind: "withdrawn", ...line, overLimit: false, changed: ["withdrawn"] };
}

/** What a license is and how it counts may not change under its id: one fault per member that did. */
function identityFaults(known: ReadonlyMap<string, License>, certificate: Certificate): string[] {
  return certificate.licenses.flatMap((next, index) => {
    const before = known.get(next.id);
    const faults: string[] = [];
    if (before && before.product !== next.product) {
      faults.push(`licenses[${index}].product: must stay ${before.product}`);
    }
    if (before && before.competitive !== next.competitive) {
      faults.push(`licenses[${index}].competitive: must stay ${before.competitive}`);
    }
    return faults;
  });
}

/** A `jti` that was applied and replaced before is that old certificate, whatever else it says now. */
export function usedBefore({ issuedAt }: Certificate): Refusal {
  return refusal("certificate_superseded", { date: issuedAt.toISOString(), about: "used" });
}

/**
 * What importing a certificate would change (specification §2); the preview and the import read the same plan.
 * The first import binds the installation to the customer. Later, in this order: another `sub` is refused with
 * `certificate_other_customer`, the same `jti` changes nothing, an `iat` that is not newer is refused with
 * `certificate_superseded`, as is a `jti` that is stored from before (`isStored`), a changed product or kind with `certificate_invalid` and its faults.
 * Changes come in the order of the certificate, then the withdrawn ones in the order of `installed`; licenses that were
 * withdrawn before and stay out are not listed.
 */
export function planImport(
  installed: Installation | null,
  certificate: Certificate,
  isStored = false,
): ImportPlan | Refusal {
  if (installed && certificate.customerId !== installed.customerId) {
    const { customerId: customer, organization } = certificate;
    return refusal("certificate_other_customer", { customer, organization });
  }
  if (installed?.certificateId === certificate.id) return { unchanged: true, changes: [] };
  if (installed && certificate.issuedAt <= installed.issuedAt) {
    const date = certificate.issuedAt.toISOString();
    return refusal("certificate_superseded", { date, installed: installed.issuedAt.toISOString() });
  }
  if (isStored) return usedBefore(certificate);

  const known = new Map((installed?.licenses ?? []).map((license) => [license.id, license]));
  const faults = identityFaults(known, certificate);
  if (faults.length > 0) return refusal("certificate_invalid", { faults });

  const listed = new Set(certificate.licenses.map((license) => license.id));
  const gone = [...known.values()].filter((license) => license.withdrawnAt === null && !listed.has(license.id));
  const carried = certificate.licenses.map((next) => planLicense(known.get(next.id), next));
  return { unchanged: false, changes: [...carried, ...gone.map(planWithdrawal)] };
}

/** Where the license of a change will stand once it is imported. */
export function stateAfter({ after }: Change, now: Date): TermState {
  return after === null ? "withdrawn" : termState({ ...after, withdrawnAt: null }, now);
}

/** Whether the import would leave no license in force, so that nobody could sign in (§3.5). */
export function closesSystem({ unchanged, changes }: ImportPlan, now: Date): boolean {
  return !unchanged && changes.every((change) => stateAfter(change, now) !== "in_force");
}
