import { oneOf, pageParams, text, whole } from "@/lib/search-params";
import type { AuditFilter } from "@/lib/use-cases/audit/list-audit";
import messages from "@/messages/en/audit.json";
import { isUuid } from "@/lib/ids";

/** Every act that history knows, by the name it has in the table and in addresses. */
export const ACTS = Object.keys(messages.acts);

/** A text that says something only if `isMeant`; else the default. */
function textThat(isMeant: (value: string) => boolean) {
  const plain = text(64);
  return { ...plain, read: (raw: string[]) => [plain.read(raw)].find(isMeant) ?? "" };
}

/** A day of the calendar as date fields send it, `yyyy-MM-dd`, from 1900 on. */
function isDay(value: string): boolean {
  if (!/^(19|[2-9]\d)\d{2}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** What the audit list's URL says. */
export const auditParams = pageParams({
  q: text(200),
  license: text(200),
  act: oneOf(ACTS),
  from: textThat(isDay),
  till: textThat(isDay),
  act_id: textThat(isUuid),
  page: whole(1),
  size: whole(25, 1, 1_000),
});

export type AuditUrl = ReturnType<typeof auditParams.read>;

export const NO_FILTER = { q: "", license: "", act: "", from: "", till: "", act_id: "" };

export function filterOf({ q, license, act, from, till, act_id }: AuditUrl): AuditFilter {
  return { q, license, act, from, till, actId: act_id };
}
