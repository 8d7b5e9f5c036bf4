import { getTranslations } from "@/lib/translations";
import { z } from "zod";
import { ID, milliseconds, TIME } from "@/app/api/license-json";
import { operation } from "@/app/api/operation";
import { formatDate } from "@/lib/dates";
import { env } from "@/lib/env";
import { listWarnings, type TermWarning } from "@/lib/use-cases/licenses/list-warnings";

const WARNING = z
  .object({
    id: z.enum(["license_expires_soon", "license_expired"]),
    detail: z.string(),
    warning_data: z.object({
      license_expiry: z.object({
        license_id: ID,
        license_name: z.string().meta({ description: "The product where the license has no name of its own." }),
        product: z.string(),
        days_remaining: z.string().meta({ description: "Days left, rounded up; 0 when it has ended." }),
        expires_at: TIME,
      }),
    }),
  })
  .meta({ id: "Warning" });

const IDS = { expired: "license_expired", expiring: "license_expires_soon" } as const;

function toWarningJson(
  { kind, license, days }: TermWarning,
  detailOf: (kind: TermWarning["kind"], values: { name: string; date: string; days: number }) => string,
): z.input<typeof WARNING> {
  const name = license.name ?? license.product;
  const detail = detailOf(kind, { name, date: formatDate(license.notAfter, env().TIME_ZONE), days });
  const which = { license_id: license.id, license_name: name, product: license.product };
  const expiry = { days_remaining: String(days), expires_at: milliseconds(license.notAfter) };
  return { id: IDS[kind], detail, warning_data: { license_expiry: { ...which, ...expiry } } };
}

/** What an administrator is told about the terms of the licenses. */
export const listWarningsCall = operation({
  id: "listWarnings",
  method: "GET",
  path: "/users/warnings",
  group: "Licenses",
  summary: "Licenses that ended, or end within 30 days",
  answer: z.object({ warnings: z.array(WARNING) }),
  refusals: ["access_denied"],
  perform: async (actor) => {
    const [warnings, t] = await Promise.all([listWarnings(actor), getTranslations("warnings", "en")]);
    return { warnings: warnings.map((each) => toWarningJson(each, (kind, values) => t(`term.${kind}`, values))) };
  },
});
