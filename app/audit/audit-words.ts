import type { getTranslations } from "@/lib/translations";
import { reasonText } from "@/app/reason-text";
import type { Fact } from "@/components/audit/audit-row";
import { formatDate, formatDateTime } from "@/lib/dates";
import { env } from "@/lib/env";
import { isReasonCode, type ReasonParams } from "@/lib/errors";
import type { AuditRecord } from "@/lib/use-cases/audit/list-audit";

type Translate = Awaited<ReturnType<typeof getTranslations<"audit">>>;
type Kept = Record<string, unknown>;

/** Tells which sentence of a reason is meant; it is no fact by itself. */
const PART_OF_REASON = "about";

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

/** An act by its name in the table; one that has no words yet by the name itself. */
export function actText(act: string, t: Translate): string {
  const key = `acts.${act}`;
  return t.has(key as never) ? t(key as never) : act.replaceAll("_", " ");
}

function fieldText(field: string, t: Translate): string {
  const key = `fields.${field}`;
  return t.has(key as never) ? t(key as never) : field.replaceAll("_", " ");
}

/** Ends and beginnings of days are days to people; other moments have a time. */
function momentText(value: string): string {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  const text = formatDateTime(date, env().TIME_ZONE);
  return text.endsWith(" 00:00:00") ? formatDate(date, env().TIME_ZONE) : text;
}

async function valueText(field: string, value: unknown, kept: Kept, t: Translate): Promise<string> {
  if (value === null) return t("none");
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (Array.isArray(value)) return value.length === 0 ? t("none") : value.join(", ");
  if (typeof value !== "string") return JSON.stringify(value);
  if (field === "refused" && isReasonCode(value)) {
    const { product = "", limit = 0, date = "", about = "" } = kept as ReasonParams;
    return reasonText({ code: value, params: { product, limit, date: date ?? "", about } });
  }
  if (field === "kind" && t.has(`kinds.${value}` as never)) return t(`kinds.${value}` as never);
  if (field === "token_scope" && t.has(`tokenScopes.${value}` as never)) return t(`tokenScopes.${value}` as never);
  return MOMENT.test(value) ? momentText(value) : value;
}

/** What stood before and after, member by member, in the reader's words; what changed first. */
export async function factsOf({ before, after }: AuditRecord, t: Translate): Promise<Fact[]> {
  const members = new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})]);
  const fields = [...members].filter((field) => field !== PART_OF_REASON);
  const side = async (kept: Kept | null, field: string) =>
    kept !== null && Object.hasOwn(kept, field) ? valueText(field, kept[field], kept, t) : null;
  const facts = await Promise.all(
    fields.map(async (field) => {
      const [was, is] = await Promise.all([side(before, field), side(after, field)]);
      const changed = was !== null && is !== null && was !== is;
      return { label: fieldText(field, t), before: was, after: is, changed };
    }),
  );
  return facts.toSorted((a, b) => Number(b.changed) - Number(a.changed));
}
