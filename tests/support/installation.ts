import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { importCertificate } from "@/lib/use-cases/licenses/import-certificate";
import type { CertificateToIssue, IssuedLicense, Issuer } from "@/tests/support/issuer";
import { SYSTEM } from "@/tests/support/people";

/** Issues a certificate with these licenses and imports it: first of all, or as a renewal. Answers its text. */
export async function install(
  issuer: Issuer,
  licenses: IssuedLicense[],
  members: CertificateToIssue = {},
): Promise<string> {
  const text = await issuer.issue({ licenses, ...members });
  await importCertificate(null, text);
  return text;
}

/** Grants each license to the user; a refusal is an error of the test. */
export async function grant(userId: string, ...licenses: { id: string }[]): Promise<void> {
  const results = await changeGrants(
    SYSTEM,
    licenses.map(({ id }) => ({ userId, licenseId: id, held: true })),
  );
  const refused = results.find((result) => result.refused)?.refused;
  if (refused) throw new Error(`The grant was refused: ${refused.code}.`);
}
