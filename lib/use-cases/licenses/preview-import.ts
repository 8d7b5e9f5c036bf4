import { findInstalled, type Installed } from "@/db/queries/customer";
import type { UserActor } from "@/lib/access/actor";
import { type IssuerKeys, loadIssuerKeys, type VerifiedCertificate, verifyCertificate } from "@/lib/access/issuer-keys";
import { requireRight } from "@/lib/access/permissions";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { type ImportPlan, planImport } from "@/lib/licensing/import-plan";

export type PlannedImport = {
  certificate: VerifiedCertificate;
  installed: Installed | null;
  plan: ImportPlan;
  now: Date;
};

/** The keys are read at each import, so that a new issuer key counts without a restart. */
async function trustedKeys(): Promise<IssuerKeys> {
  const path = env().LICENSE_ISSUERS;
  return path === undefined ? { keys: [] } : loadIssuerKeys(path);
}

/** Verifies a license key and plans what it would change here; what the preview shows is what the import applies. @throws AppError as `importCertificate`. */
export async function planImportOf(text: string): Promise<PlannedImport> {
  const certificate = await verifyCertificate(text, await trustedKeys());
  const { now, installed } = await findInstalled();
  const plan = planImport(installed, certificate);
  if ("code" in plan) throw AppError.from(plan);
  return { certificate, installed, plan, now };
}

/**
 * What importing a license key would change, without changing it. `null` stands for the bearer of the certificate, whose
 * signature is the authority; a signed-in person needs section and `read` (specification §5).
 */
export async function previewImport(actor: UserActor | null, text: string): Promise<PlannedImport> {
  if (actor !== null) requireRight(actor, "admin/license", "read");
  return planImportOf(text);
}
