import { PreviewNotes } from "@/components/import/preview-notes";
import { PreviewTable, type PreviewLabels } from "@/components/import/preview-table";
import type { KeyInput } from "@/components/import/use-key-preview";
import { Refusal } from "@/components/ui/refusal";
import type { SetupState } from "./setup-state";

export type KeyLabels = PreviewLabels &
  Record<"key" | "placeholder" | "checking" | "check" | "pressAgain" | "readFirst", string>;

type Props = {
  /** The state may still be about an earlier text than the one that stands in it. */
  field: KeyInput;
  state: SetupState;
  isPending: boolean;
  labels: KeyLabels;
};

/** The license key with what it brings, or why it is refused. Without JavaScript a button of its own checks it. */
export function KeyField({ field, state, isPending, labels }: Props) {
  const text = field.value;
  const isShown = state.values.key === text && text !== "";
  const fault = isShown || text === "" ? state.faults.key : undefined;
  return (
    <div className="grid min-w-0 grid-cols-1 gap-3">
      <div className="grid gap-1">
        <label htmlFor="key" className="font-medium">
          {labels.key}
        </label>
        <textarea
          {...field}
          id="key"
          name="key"
          rows={4}
          required
          placeholder={labels.placeholder}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={fault !== undefined}
          aria-describedby={fault === undefined ? undefined : "key-fault"}
          className="field resize-y font-mono text-xs break-all"
        />
      </div>
      <input type="hidden" name="reviewed" value={isShown ? (state.reviewed ?? "") : ""} />
      <div aria-live="polite" aria-busy={isPending} className="grid grid-cols-1 gap-2 empty:hidden">
        {isPending && !isShown && text.trim() !== "" && <p className="text-muted">{labels.checking}</p>}
        {isShown && state.preview && <PreviewNotes preview={state.preview} />}
      </div>
      {fault && <Refusal id="key-fault" text={fault} />}
      {isShown && state.preview && <PreviewTable preview={state.preview} labels={labels} />}
      <div aria-live="polite" className="empty:hidden">
        {isShown && state.pressed && !state.goOn && state.preview && (
          <p className="rounded-md bg-band px-3 py-2">{labels.readFirst}</p>
        )}
      </div>
      <noscript>
        <button type="submit" name="intent" value="preview" formNoValidate className="button">
          {labels.check}
        </button>
        {state.pressed && state.preview && <p className="mt-2 rounded-md bg-band px-3 py-2">{labels.pressAgain}</p>}
      </noscript>
    </div>
  );
}
