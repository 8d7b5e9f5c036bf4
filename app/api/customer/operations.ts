import { z } from "zod";
import { addressOf } from "@/app/address-of";
import { ID, LICENSE, milliseconds, TIME, toLicenseJson } from "@/app/api/license-json";
import { openOperation, operation } from "@/app/api/operation";
import { flag, text } from "@/app/api/query";
import { AppError } from "@/lib/errors";
import type { Change, Terms } from "@/lib/licensing/import-plan";
import { getCustomer } from "@/lib/use-cases/licenses/get-customer";
import { type ImportedCertificate, importCertificate } from "@/lib/use-cases/licenses/import-certificate";
import { previewImport } from "@/lib/use-cases/licenses/preview-import";

/** A certificate of 256 KiB in JSON, where every character may be escaped. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** It is made up, so that whoever sends it is refused. */
const EXAMPLE_KEY =
  "eyJhbGciOiJFZERTQSIsInR5cCI6ImxpY2Vuc2Urand0Iiwia2lkIjoidmVuZG9yLTIwMjYifQ.eyJqdGkiOiJleGFtcGxlIn0.bm8gc2lnbmF0dXJl";

const CUSTOMER = z
  .object({ id: ID, organization: z.string(), updated_at: TIME, license: z.array(LICENSE) })
  .meta({ id: "Customer" });

const TERMS = z.object({
  name: z.string(),
  limit: z.number().int(),
  not_before: TIME,
  not_after: TIME,
  scope: z.array(z.string()),
});

const CHANGE = z
  .object({
    change: z.enum(["new", "renewed", "withdrawn", "kept"]),
    id: ID,
    product: z.string(),
    competitive: z.boolean(),
    used: z.number().int(),
    over_limit: z.boolean(),
    changed: z.array(z.string()),
    before: TERMS.nullable(),
    after: TERMS.nullable(),
  })
  .meta({ id: "Change" });

const CHANNELS = z
  .object({ kind: z.enum(["chat_gateway", "email_profile"]), enabled: z.number().int(), limit: z.number().int() })
  .meta({ id: "ChannelsOverLimit" });

function toTermsJson(terms: Terms | null) {
  return (
    terms && {
      name: terms.name ?? "",
      limit: terms.limit,
      not_before: milliseconds(terms.notBefore),
      not_after: milliseconds(terms.notAfter),
      scope: [...terms.scope],
    }
  );
}

function toChangeJson({ kind, licenseId, product, competitive, used, overLimit, changed, before, after }: Change) {
  const about = {
    change: kind,
    id: licenseId,
    product,
    competitive,
    used,
    over_limit: overLimit,
    changed: [...changed],
  };
  return { ...about, before: toTermsJson(before), after: toTermsJson(after) };
}

function toCustomerJson(customer: NonNullable<ImportedCertificate["customer"]>, now: Date) {
  return {
    id: customer.customerId,
    organization: customer.organization,
    updated_at: milliseconds(customer.updatedAt),
    license: customer.licenses.map((license) => toLicenseJson(license, now)),
  };
}

function toImportJson(
  customer: ImportedCertificate["customer"],
  planned: Pick<ImportedCertificate, "plan" | "channels" | "now">,
) {
  return {
    customer: customer && toCustomerJson(customer, planned.now),
    changes: planned.plan.changes.map(toChangeJson),
    channels_over_limit: planned.channels,
  };
}

/** The customer and all their licenses. */
export const getCustomerCall = operation({
  id: "getCustomer",
  method: "GET",
  path: "/customer",
  group: "Licenses",
  summary: "The customer and all licenses, withdrawn ones too",
  answer: z.object({ customer: CUSTOMER }),
  refusals: ["access_denied", "not_found"],
  perform: async (actor) => {
    const { now, customer } = await getCustomer(actor);
    return { customer: toCustomerJson(customer, now) };
  },
});

/** Whoever asks for a preview in whatever spelling must not get an import. */
const isPreview = (value: string) => !/^(false|0)$/i.test(value);

/** Members that ask for a preview by another name than theirs, such as `dryRun`. */
const isMisspelt = (name: string) => name !== "dry_run" && /^dry[-_ ]?run$/i.test(name);

const BODY = z.looseObject({
  certificate: z.string().optional(),
  dry_run: z
    .union([z.boolean(), z.string(), z.number()])
    .nullish()
    .meta({ description: "As the parameter of the same name." }),
});

/** @throws AppError `bad_request` when neither the address nor the body can have meant an import. */
function asksForPreview(query: { dry_run: boolean }, body: z.output<typeof BODY> | undefined, url: string): boolean {
  const names = [...new URL(url).searchParams.keys(), ...Object.keys(body ?? {})];
  const misspelt = names.find(isMisspelt);
  if (misspelt !== undefined) throw new AppError("bad_request", { field: misspelt });
  return query.dry_run || isPreview(String(body?.dry_run ?? false));
}

/** Imports or renews; the certificate's signature is the authority, so no token is asked for (specification §7). */
export const putCustomerCall = openOperation({
  id: "importCertificate",
  method: "PUT",
  path: "/customer",
  group: "Licenses",
  summary: "Import or renew a license key",
  description:
    "Needs no token: the signature is the authority. The same key again changes nothing and answers 200. A key in a file, which may " +
    'be wrapped, is sent with `-d "{\\"certificate\\":\\"$(tr -d "[:space:]" < license-key.jws)\\"}"`.',
  query: z.object({
    certificate: text("The license key, when there is no body."),
    dry_run: flag("Says what would change, and changes nothing.", isPreview),
  }),
  body: BODY.optional(),
  maxBodyBytes: MAX_BODY_BYTES,
  isVerbatim: true,
  example: { certificate: EXAMPLE_KEY },
  answer: z.object({ customer: CUSTOMER.nullable(), changes: z.array(CHANGE), channels_over_limit: z.array(CHANNELS) }),
  refusals: [
    "certificate_malformed",
    "certificate_untrusted",
    "certificate_invalid",
    "certificate_other_customer",
    "certificate_superseded",
    "rate_limited",
  ],
  perform: async ({ query, body, request }) => {
    const key = body?.certificate ?? query.certificate;
    if (body && body.certificate === undefined && key === "")
      throw new AppError("bad_request", { field: "certificate" });
    if (asksForPreview(query, body, request.url)) {
      const { installed, ...planned } = await previewImport(null, key, addressOf(request.headers));
      return toImportJson(installed, planned);
    }
    const { customer, ...planned } = await importCertificate(null, key, addressOf(request.headers));
    return toImportJson(customer, planned);
  },
});
