import type { getTranslations } from "@/lib/translations";
import type { ShownLine, ShownReport } from "@/components/directory/import-state";
import type { ImportLine, ImportReport } from "@/lib/use-cases/directory/import-users";

type Translate = Awaited<ReturnType<typeof getTranslations<"directory">>>;

/** As many lines as a person reads; what is refused comes first. */
const MAX_SHOWN = 300;

const ORDER = ["refused", "new", "changed", "unchanged"] as const;

const LABEL = {
  new: "importNew",
  changed: "importChanged",
  unchanged: "importUnchanged",
  refused: "importRefused",
} as const;

function detailsOf({ reason, detail, changes }: ImportLine, t: Translate): string {
  if (reason !== null) return t(`importReason.${reason}`, { detail: detail ?? "" });
  return changes.map((change) => t(`importChange.${change}`)).join(", ");
}

function toShownLine(line: ImportLine, t: Translate): ShownLine {
  return {
    line: line.line,
    name: line.name,
    address: line.address,
    outcome: line.outcome,
    label: t(LABEL[line.outcome]),
    details: detailsOf(line, t),
  };
}

function noteOf({ counts }: ImportReport, applied: boolean, t: Translate): string {
  const { new: added, changed, refused } = counts;
  if (applied) return t("importApplied", { added, changed, refused });
  if (added + changed === 0) return t("importNothing");
  return refused > 0 ? t("importSome") : t("importAll");
}

/** What an import does, or did, in the reader's words. */
export function toShownReport(report: ImportReport, applied: boolean, t: Translate): ShownReport {
  const { counts, lines } = report;
  const sorted = ORDER.flatMap((outcome) => lines.filter((line) => line.outcome === outcome));
  const hidden = Math.max(0, lines.length - MAX_SHOWN);
  return {
    counts: ORDER.map((outcome) => {
      return { outcome, text: t("importCount", { label: t(LABEL[outcome]), count: counts[outcome] }) };
    }),
    note: noteOf(report, applied, t),
    lines: sorted.slice(0, MAX_SHOWN).map((line) => toShownLine(line, t)),
    more: hidden > 0 ? t("importMore", { count: hidden }) : null,
    isUseful: counts.new + counts.changed > 0,
  };
}
