import { applyCertificate, findInstalled, type Installed } from "@/db/queries/customer";
import { actedBy } from "@/lib/access/acted-by";
import type { UserActor } from "@/lib/access/actor";
import { requireRight } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";
import { type Change, usedBefore } from "@/lib/licensing/import-plan";
import { type PlannedImport, planImportOf } from "./preview-import";

/** Another import may come between plan and act; then the plan is made anew. More often than this it is no coincidence. */
const MAX_ATTEMPTS = 20;

/** What was planned and done, and the customer as it stands afterwards. */
export type ImportedCertificate = PlannedImport & { customer: Installed | null };

function audited({ kind, licenseId, product, before, after, used, overLimit }: Change) {
  const about = { product, ...(overLimit && { overLimit, used }) };
  return {
    kind: { new: "add", renewed: "renew", withdrawn: "withdraw", kept: "keep" }[kind],
    licenseId,
    before: before && { product, ...before },
    after: after && { ...about, ...after },
  };
}

/** The changes of a plan as the audit list keeps them; what stays as it is leaves no entry. */
export function auditedChanges({ changes }: PlannedImport["plan"]) {
  return changes.filter((change) => change.kind !== "kept").map(audited);
}

/**
 * Imports or renews (specification §2): whole or not at all, in one statement, and only if what is installed is still
 * what the plan was made from. The very same certificate again changes nothing. A renewal never drops a grant.
 * `actor` null: whoever brings the certificate, since its signature is the authority; made-up ones are counted by `address`.
 * @throws AppError `access_denied`, `too_large`, `certificate_malformed`, `certificate_untrusted`, `certificate_invalid`,
 * `certificate_other_customer`, `certificate_superseded`, `rate_limited`.
 */
export async function importCertificate(
  actor: UserActor | null,
  text: string,
  address = "",
): Promise<ImportedCertificate> {
  if (actor !== null) requireRight(actor, "admin/license", "read");
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const planned = await planImportOf(text, actor === null ? address : null);
    if (planned.plan.unchanged) return { ...planned, customer: planned.installed };
    const { certificate, installed, plan } = planned;
    const by = actor ?? { kind: "certificate" as const, id: certificate.id, name: certificate.issuer };
    const applied = await applyCertificate(
      { ...certificate, keyId: certificate.kid },
      auditedChanges(plan),
      installed?.certificateId ?? null,
      actedBy(by),
    );
    if (applied === null) throw AppError.from(usedBefore(certificate));
    if (applied) {
      // A newer key heals a clock that stood behind or ahead: what it left is judged by the clock as it is now.
      const { now, installed: customer } = await findInstalled();
      return { ...planned, now, customer };
    }
  }
  throw new Error("The installed certificate changed during every attempt to import.");
}
