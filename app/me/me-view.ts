import { getMessages } from "next-intl/server";
import type { HeldRow } from "@/components/me/held-table";
import { formatDate } from "@/lib/dates";
import { env } from "@/lib/env";
import type { Refusal } from "@/lib/errors";
import type { MissingNow, Standing } from "@/lib/licensing/standing";
import { getTranslations } from "@/lib/translations";
import type { Me } from "@/lib/use-cases/sessions/describe-me";

type Translate = Awaited<ReturnType<typeof getTranslations<"me">>>;

function valuesOf({ params }: Refusal) {
  const { product = "", limit = 0, date } = params;
  const day = typeof date === "string" && date !== "" ? formatDate(new Date(date), env().TIME_ZONE) : "";
  return { product: String(product), limit: Number(limit), date: day };
}

function stateText({ state, refusal }: Standing, limit: number, t: Translate): string {
  if (state !== "closed") return t(state, { limit });
  const values = valuesOf(refusal);
  if (refusal.code === "seats_exhausted") return t("closedFull", values);
  if (refusal.code === "license_not_started") return t("closedNotStarted", values);
  return t(refusal.code === "license_withdrawn" ? "closedWithdrawn" : "closedExpired", values);
}

function missingText({ product, refusal }: MissingNow, t: Translate): string {
  if (refusal === null) return t("missingSeatFree", { product });
  const values = valuesOf(refusal);
  if (refusal.code === "seats_exhausted") return t("missingFull", values);
  if (refusal.code === "license_not_started") return t("missingNotStarted", values);
  return t(refusal.code === "license_withdrawn" ? "missingWithdrawn" : "missingExpired", values);
}

/** Titles of sections, each once: several objclasses may make one. A section that we do not know goes by its objclass. */
function sectionTitles(objclasses: readonly string[], sections: Record<string, string>): string[] {
  const titles = new Map(Object.entries(sections));
  return [...new Set(objclasses.map((objclass) => titles.get(objclass) ?? objclass))];
}

/** What a person's own page says, in their words. */
export async function toMeView({ licenses, missing, sections }: Me) {
  const [t, messages] = await Promise.all([getTranslations("me"), getMessages()]);
  const rows = licenses.map(({ license, standing }): HeldRow => {
    const { id, product, name, limit, notAfter } = license;
    return {
      id,
      product,
      name,
      validTill: { iso: notAfter.toISOString(), text: formatDate(notAfter, env().TIME_ZONE) },
      state: stateText(standing, limit, t),
      look: standing.state === "open" || standing.state === "seated" ? "open" : "closed",
    };
  });
  return {
    rows,
    missing: missing.map((each) => missingText(each, t)),
    sections: sectionTitles(sections, messages.me.sections),
  };
}
