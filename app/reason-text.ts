import { getTranslations } from "@/lib/translations";
import type { Locale } from "@/i18n/locales";
import { formatDate, formatDateTime } from "@/lib/dates";
import { env } from "@/lib/env";
import type { ReasonParams, Refusal } from "@/lib/errors";

type Values = Record<string, string | number>;

/** Two keys may be of one day. */
const TO_THE_SECOND: readonly Refusal["code"][] = ["certificate_superseded"];

function shown(name: string, value: ReasonParams[string], code: Refusal["code"]): string | number {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return value.join("; ");
  const date = name === "date" && value !== "" ? new Date(value) : null;
  if (date === null) return value;
  return (TO_THE_SECOND.includes(code) ? formatDateTime : formatDate)(date, env().TIME_ZONE);
}

/** The sentence of a refusal in a language; without one, in the reader's. Dates in the installation's time zone. */
export async function reasonText({ code, params }: Refusal, locale?: Locale): Promise<string> {
  const t = await getTranslations("reasons", locale);
  const values: Values = {
    field: "",
    faults: "",
    organization: "",
    product: "",
    limit: 0,
    date: "",
    about: "",
    seconds: 0,
  };
  for (const [name, value] of Object.entries(params)) values[name] = shown(name, value, code);
  return t(code, { ...values, hasProduct: values.product === "" ? "no" : "yes" });
}

/** What a person reads when something failed that no one expected: one sentence and the reference in the log. */
export async function unknownText(reference: string, locale?: Locale): Promise<string> {
  const t = await getTranslations("reasons", locale);
  return t("unknown", { reference });
}

/** What is said while the database is away. */
export async function unavailableText(locale?: Locale): Promise<string> {
  return (await getTranslations("reasons", locale))("unavailable");
}
