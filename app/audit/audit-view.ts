import { getTranslations } from "@/lib/translations";
import type { AuditRow } from "@/components/audit/audit-row";
import { formatDateTime } from "@/lib/dates";
import { env } from "@/lib/env";
import type { AuditRecord } from "@/lib/use-cases/audit/list-audit";
import messages from "@/messages/en/audit.json";
import { actText, factsOf } from "./audit-words";

/** The acts that can be asked for, in words and in the order of the alphabet; `chosen` too if it has no words. */
export async function actChoices(chosen: string, locale: string): Promise<{ act: string; label: string }[]> {
  const t = await getTranslations("audit");
  const acts = new Set([...Object.keys(messages.acts), ...(chosen === "" ? [] : [chosen])]);
  const choices = [...acts].map((act) => ({ act, label: actText(act, t) }));
  const { compare } = new Intl.Collator(locale);
  return choices.toSorted((a, b) => compare(a.label, b.label));
}

/** Entries as the table shows them. */
export async function toAuditRows(entries: AuditRecord[]): Promise<AuditRow[]> {
  const t = await getTranslations("audit");
  return Promise.all(
    entries.map(async (entry) => ({
      id: entry.id,
      at: { iso: entry.exactAt, text: formatDateTime(entry.at, env().TIME_ZONE) },
      actor: { name: entry.actorName, kind: t("actorOf", { kind: entry.actorKind }) },
      act: actText(entry.act, t),
      whom: entry.userId === null ? null : { name: entry.userName, address: entry.userAddress },
      license: entry.licenseId === null ? null : { id: entry.licenseId, product: entry.product ?? entry.licenseId },
      actId: entry.actId,
      facts: await factsOf(entry, t),
    })),
  );
}
