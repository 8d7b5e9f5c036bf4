import { type SQL, sql } from "drizzle-orm";
import type { EnabledChannels } from "@/lib/licensing/channels-over-limit";
import type { Certificate } from "@/lib/licensing/certificate";
import { json, queryOne } from "@/db/client";
import { type By, byParams } from "./acted-by";
import { entitledNow } from "./clock";
import { licenseJson, type LicenseRecord, toLicenseRecord } from "./licenses";

/** What is installed: the customer, the certificate it stands on and every license, withdrawn ones too. */
export type Installed = {
  customerId: string;
  organization: string;
  certificateId: string;
  issuedAt: Date;
  updatedAt: Date;
  licenses: LicenseRecord[];
};

type InstalledJson = Omit<Installed, "issuedAt" | "updatedAt" | "licenses"> & {
  issuedAt: string;
  updatedAt: string;
  licenses: Parameters<typeof toLicenseRecord>[0][];
};

/** What is found of an installation; `isStored`: whether a certificate with the id that was asked for was ever applied. */
type Found = { now: Date; installed: Installed | null; isStored: boolean; enabled: EnabledChannels };

/** The installed state and the database's clock; `installed` is null before the first import. */
export async function findInstalled(certificateId: string | null = null): Promise<Found> {
  const row = await queryOne<{
    now: Date;
    installed: InstalledJson | null;
    is_stored: boolean;
    enabled: EnabledChannels;
  }>(sql`
    select ${entitledNow} as now, exists (select from certificates where id = ${certificateId}::uuid) as is_stored,
      json_build_object('chat_gateway', enabled_channels('chat_gateway'), 'email_profile', enabled_channels('email_profile')) as enabled, (
      select json_build_object('customerId', c.id, 'organization', c.organization, 'certificateId', c.certificate_id,
        'issuedAt', t.issued_at, 'updatedAt', c.updated_at,
        'licenses', (select coalesce(json_agg(${licenseJson} order by l.product, l.id), '[]') from licenses l))
      from customers c join certificates t on t.id = c.certificate_id) as installed`);
  const { installed } = row;
  return {
    now: new Date(row.now),
    isStored: row.is_stored,
    enabled: row.enabled,
    installed: installed && {
      ...installed,
      issuedAt: new Date(installed.issuedAt),
      updatedAt: new Date(installed.updatedAt),
      licenses: installed.licenses.map(toLicenseRecord),
    },
  };
}

export type AppliedChange = { kind: string; licenseId: string; before: object | null; after: object | null };

/** A verified certificate with the issuer's key that vouches for it. */
export type CertificateToApply = Certificate & { text: string; keyId: string };

/** A certificate as the function `apply_certificate` reads it. */
export function certificateJson(certificate: CertificateToApply): SQL {
  const { id, organization, issuer, text } = certificate;
  return json({
    id,
    customer_id: certificate.customerId,
    organization,
    key_id: certificate.keyId,
    issuer,
    issued_at: certificate.issuedAt,
    text,
    licenses: certificate.licenses.map((license) => ({
      ...license,
      not_before: license.notBefore,
      not_after: license.notAfter,
    })),
  });
}

/** What the audit list keeps of an import, as the function `apply_certificate` reads it. */
export function changesJson(changes: AppliedChange[]): SQL {
  return json(changes.map(({ licenseId, ...change }) => ({ ...change, license_id: licenseId })));
}

/**
 * Applies a certificate whole or not at all. Answers false, and has done nothing, when the installed certificate is no
 * longer `expectedId` (null: none), the one the plan was made from; null when this `jti` was applied and replaced before.
 */
export async function applyCertificate(
  certificate: CertificateToApply,
  changes: AppliedChange[],
  expectedId: string | null,
  by: By,
): Promise<boolean | null> {
  const row = await queryOne<{ applied: boolean | null }>(sql`
    select apply_certificate(${certificateJson(certificate)}, ${changesJson(changes)}, ${expectedId}::uuid,
      ${byParams(by)}) as applied`);
  return row.applied;
}
