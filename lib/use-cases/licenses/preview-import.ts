import { findInstalled, type Installed } from "@/db/queries/customer";
import type { UserActor } from "@/lib/access/actor";
import { certificateLimits, failedAttempt, requireAttempt } from "@/lib/access/attempts";
import { type VerifiedCertificate, verifyCertificate } from "@/lib/access/issuer-keys";
import { requireRight } from "@/lib/access/permissions";
import { trustedIssuers } from "@/lib/access/trusted-issuers";
import { AppError } from "@/lib/errors";
import { type ChannelsOverLimit, channelsOverLimit } from "@/lib/licensing/channels-over-limit";
import { type ImportPlan, planImport } from "@/lib/licensing/import-plan";

export type PlannedImport = {
  certificate: VerifiedCertificate;
  installed: Installed | null;
  plan: ImportPlan;
  channels: ChannelsOverLimit[];
  now: Date;
};

/** What nobody vouches for: anybody can make it up, as often as they like. */
const MADE_UP = ["certificate_malformed", "certificate_untrusted"];

/**
 * Verifies a certificate that anybody may bring. A genuine one is its own authority, whatever else came from the address;
 * of made-up ones only so many are told what is wrong with them.
 */
async function verifyFrom(address: string, text: string): Promise<VerifiedCertificate> {
  try {
    return await verifyCertificate(text, await trustedIssuers());
  } catch (error) {
    if (!(error instanceof AppError && MADE_UP.includes(error.code))) throw error;
    const limits = certificateLimits(address);
    await requireAttempt(limits);
    throw await failedAttempt(limits, error, { what: "license key", from: address, userId: null });
  }
}

/**
 * Verifies a license key and plans what it would change here; what the preview shows is what the import applies.
 * `address` is where the bearer comes from, null when it is known who brings the key. @throws AppError as `importCertificate`.
 */
export async function planImportOf(text: string, address: string | null): Promise<PlannedImport> {
  const certificate =
    address === null ? await verifyCertificate(text, await trustedIssuers()) : await verifyFrom(address, text);
  const { now, installed, isStored, enabled } = await findInstalled(certificate.id);
  const plan = planImport(installed, certificate, isStored);
  if ("code" in plan) throw AppError.from(plan);
  return { certificate, installed, plan, channels: channelsOverLimit(plan, enabled, now), now };
}

/**
 * What importing a license key would change, without changing it. `null` stands for the bearer of the certificate, whose
 * signature is the authority and whose made-up keys are counted by their address; a signed-in person needs section and
 * `read` (specification §5).
 */
export async function previewImport(actor: UserActor | null, text: string, address = ""): Promise<PlannedImport> {
  if (actor !== null) requireRight(actor, "admin/license", "read");
  return planImportOf(text, actor === null ? address : null);
}
