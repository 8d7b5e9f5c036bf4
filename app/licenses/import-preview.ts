import { getTranslations } from "@/lib/translations";
import type { Preview, PreviewLine } from "@/components/import/import-state";
import { formatDate } from "@/lib/dates";
import { env } from "@/lib/env";
import { type Change, closesSystem, stateAfter } from "@/lib/licensing/import-plan";
import type { PlannedImport } from "@/lib/use-cases/licenses/preview-import";

type Translate = Awaited<ReturnType<typeof getTranslations<"import">>>;

function day(date: Date): string {
  return formatDate(date, env().TIME_ZONE);
}

/** What differs in a renewed license, member by member. */
function differences(change: Change, t: Translate): string[] {
  const { before, after } = change;
  if (before === null || after === null) return [];
  const words: Record<string, () => string> = {
    limit: () => t("limitChange", { before: before.limit, after: after.limit }),
    not_before: () => t("startChange", { before: day(before.notBefore), after: day(after.notBefore) }),
    not_after: () => t("termChange", { before: day(before.notAfter), after: day(after.notAfter) }),
    name: () => t("nameChange", { before: before.name ?? "", after: after.name ?? "" }),
    scope: () => t("scopeChange"),
    withdrawn: () => t("returns"),
  };
  return change.changed.map((member) => words[member]?.() ?? member);
}

function details(change: Change, t: Translate): string {
  const { before, after, used } = change;
  if (change.kind === "withdrawn") return t("keepsGrants", { used });
  if (before !== null) return differences(change, t).join(", ");
  if (after === null) return "";
  const term = t("term", { from: day(after.notBefore), till: day(after.notAfter) });
  return [t("limit", { limit: after.limit }), change.competitive ? t("concurrent") : "", term]
    .filter(Boolean)
    .join(", ");
}

/** What of the license is to be read with care before the key is imported. */
function warningOf(change: Change, now: Date, t: Translate): string | null {
  const { kind, after, used, overLimit } = change;
  const state = kind === "kept" ? null : stateAfter(change, now);
  const words = [
    state === "expired" && t("ended"),
    state === "not_started" && t("notStarted"),
    overLimit && t("overLimit", { used, limit: after?.limit ?? 0 }),
  ];
  return words.filter(Boolean).join(" ") || null;
}

function toLine(change: Change, now: Date, t: Translate): PreviewLine {
  const { licenseId, kind, product, name } = change;
  return {
    licenseId,
    kind,
    change: t(kind),
    license: name === null ? product : `${product} · ${name}`,
    details: details(change, t),
    warning: warningOf(change, now, t),
  };
}

/** What takes something away is read first, what stays as it is last. */
const RANK = { withdrawn: 0, new: 2, renewed: 3, kept: 4 } as const;

function rank(change: Change): number {
  return change.overLimit ? 1 : RANK[change.kind];
}

/** Whether somebody loses something: who holds a concurrent license is not in its count. */
function takesFromSomebody(change: Change, now: Date): boolean {
  const { kind, before, after, competitive, used, overLimit } = change;
  if (before === null || kind === "kept") return false;
  const ends = kind === "withdrawn" || stateAfter(change, now) !== "in_force";
  return (ends && (competitive || used > 0)) || (overLimit && (after?.limit ?? 0) < before.limit);
}

/** A planned import in the reader's words. */
export async function toPreview({ certificate, plan, channels, now }: PlannedImport): Promise<Preview> {
  const t = await getTranslations("import");
  const { organization, issuedAt } = certificate;
  const closing = closesSystem(plan, now);
  return {
    issued: t("issuedFor", { organization, date: day(issuedAt) }),
    unchanged: plan.unchanged ? t("unchanged") : null,
    closing: closing ? t("closing") : null,
    channels: closing ? [] : channels.map(({ kind, enabled, limit }) => t(kind, { enabled, limit })),
    takesAway: closing || plan.changes.some((change) => takesFromSomebody(change, now)),
    lines: plan.changes.toSorted((a, b) => rank(a) - rank(b)).map((change) => toLine(change, now, t)),
  };
}
