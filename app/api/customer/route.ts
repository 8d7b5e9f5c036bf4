import { z } from "zod";
import { milliseconds, toLicenseJson } from "@/app/api/license-json";
import { forHttp, readText } from "@/app/http-door";
import { AppError } from "@/lib/errors";
import type { ImportedCertificate } from "@/lib/use-cases/licenses/import-certificate";
import type { Change, Terms } from "@/lib/licensing/import-plan";
import { importCertificate } from "@/lib/use-cases/licenses/import-certificate";
import { previewImport } from "@/lib/use-cases/licenses/preview-import";

/** A certificate of 256 KiB in JSON, where every character may be escaped. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

const requestBody = z.object({ certificate: z.string() });

/** The certificate of `{"certificate": "…"}`, whatever the content type says; without a body, that of the address. */
async function readCertificate(request: Request, url: URL): Promise<string> {
  const body = await readText(request, MAX_BODY_BYTES);
  if (body.trim() === "") return url.searchParams.get("certificate") ?? "";
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new AppError("bad_request", { field: "body" });
  }
  const parsed = requestBody.safeParse(value);
  if (!parsed.success) throw new AppError("bad_request", { field: parsed.error.issues[0]?.path.join(".") || "body" });
  return parsed.data.certificate;
}

function toTermsJson(terms: Terms | null) {
  return (
    terms && {
      name: terms.name ?? "",
      limit: terms.limit,
      not_before: milliseconds(terms.notBefore),
      not_after: milliseconds(terms.notAfter),
      scope: terms.scope,
    }
  );
}

function toChangeJson({ kind, licenseId, product, competitive, used, overLimit, changed, before, after }: Change) {
  const about = { change: kind, id: licenseId, product, competitive, used, over_limit: overLimit, changed };
  return { ...about, before: toTermsJson(before), after: toTermsJson(after) };
}

function toCustomerJson(customer: ImportedCertificate["customer"], now: Date) {
  return (
    customer && {
      id: customer.customerId,
      organization: customer.organization,
      updated_at: milliseconds(customer.updatedAt),
      license: customer.licenses.map((license) => toLicenseJson(license, now)),
    }
  );
}

/** Imports or renews; the certificate's signature is the authority, so no token is asked for (specification §7). */
export async function PUT(request: Request): Promise<Response> {
  return forHttp(async () => {
    const url = new URL(request.url);
    const text = await readCertificate(request, url);
    if (url.searchParams.get("dry_run") === "true") {
      const { installed, plan, now } = await previewImport(null, text);
      return { customer: toCustomerJson(installed, now), changes: plan.changes.map(toChangeJson) };
    }
    const { customer, plan, now } = await importCertificate(null, text);
    return { customer: toCustomerJson(customer, now), changes: plan.changes.map(toChangeJson) };
  });
}
