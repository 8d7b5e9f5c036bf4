import type { HTMLAttributes } from "react";
import { lastingReason, type MatrixColumn } from "./matrix-model";
import type { Offer } from "./use-undo";

type Props = {
  offer: Offer;
  columns: MatrixColumn[];
  /** While it is looked at it does not vanish. */
  pause: HTMLAttributes<HTMLElement>;
  takeBack: () => void;
  labels: { undo: string; gone: string };
};

/** What was changed last, with the way to take it back, or why it cannot be. */
export function UndoOffer({ offer: { text, ticks }, columns, pause, takeBack, labels }: Props) {
  const reasons = ticks.map((each) => lastingReason(each, columns, labels.gone));
  return (
    <p {...pause} className="flex items-center justify-between gap-4 bg-ink text-surface">
      <span className="line-clamp-4 min-w-0 wrap-anywhere">
        {[text, ...new Set(reasons)].filter(Boolean).join(" ")}
      </span>
      {reasons.includes(null) && (
        <button type="button" className="button shrink-0" onClick={takeBack}>
          {labels.undo}
        </button>
      )}
    </p>
  );
}
