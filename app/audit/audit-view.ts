import { getTranslations } from "@/lib/translations";
import type { AuditRow } from "@/components/audit/audit-row";
import { formatDateTime } from "@/lib/dates";
import { env } from "@/lib/env";
import type { AuditRecord } from "@/lib/use-cases/audit/list-audit";
import { actText, factsOf } from "./audit-words";
import { ACTS } from "./page-params";

/** The acts that can be asked for, in words and in the order of the alphabet. */
export async function actChoices(locale: string): Promise<{ act: string; label: string }[]> {
  const t = await getTranslations("audit");
  const choices = ACTS.map((act) => ({ act, label: actText(act, t) }));
  const { compare } = new Intl.Collator(locale);
  return choices.toSorted((a, b) => compare(a.label, b.label));
}

/** What kind of thing an act without a person is about, by the member that names it; the most particular first. */
const THINGS = ["channel", "role", "domain"];

/** Whom an act was done to, or which thing. */
function whomOf({ userId, userName, userAddress, licenseId, before, after }: AuditRecord): AuditRow["whom"] {
  if (userId !== null) return { name: userName, address: userAddress };
  if (licenseId !== null) return null;
  const kept = { ...after, ...before };
  const name = THINGS.map((thing) => kept[thing]).find((value) => typeof value === "string");
  return typeof name === "string" ? { name, address: null } : null;
}

/** What finds everything that the actor did: a person by their address, whatever token they came with. Null where nobody is named. */
function soughtAs({ actorKind, actorName }: AuditRecord): string | null {
  return actorKind === "user" && actorName !== null ? actorName.replace(/ .*$/, "") : actorName;
}

/** Entries as the table shows them. */
export async function toAuditRows(entries: AuditRecord[]): Promise<AuditRow[]> {
  const t = await getTranslations("audit");
  return Promise.all(
    entries.map(async (entry) => ({
      id: entry.id,
      at: { iso: entry.exactAt, text: formatDateTime(entry.at, env().TIME_ZONE) },
      actor: {
        name: entry.actorName ?? t("somebodyElse"),
        q: soughtAs(entry),
        kind: t("actorOf", { kind: entry.actorKind }),
      },
      act: actText(entry.act, t),
      whom: whomOf(entry),
      license: entry.licenseId === null ? null : { id: entry.licenseId, product: entry.product ?? entry.licenseId },
      actId: entry.actId,
      facts: await factsOf(entry, t),
    })),
  );
}
