"use client";

import { useEffect, useRef, useState } from "react";
import { copyText } from "@/components/ui/copy-text";
import { useHasScript } from "@/components/ui/use-has-script";

export type SecretLabels = { secret: string; once: string; copy: string; copied: string; failed: string };

/** A new token's secret, selected and ready to be copied; whoever closes the window has seen it for the last time. */
export function SecretView({ secret, labels }: { secret: string; labels: SecretLabels }) {
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);
  // A button that only a script can serve is not there without one.
  const hasScript = useHasScript();
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => field.current?.focus(), []);

  async function copy() {
    setOutcome((await copyText(secret)) ? "copied" : "failed");
  }

  return (
    <div className="grid gap-2">
      <p role="status" className="rounded-md bg-amber-soft px-3 py-2 text-amber">
        {labels.once}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <input
          ref={field}
          readOnly
          value={secret}
          aria-label={labels.secret}
          autoComplete="off"
          spellCheck={false}
          onFocus={({ currentTarget }) => currentTarget.select()}
          className="field w-auto min-w-0 flex-1 basis-72 font-mono"
        />
        {hasScript && (
          <button type="button" onClick={() => void copy()} className="button">
            {labels.copy}
          </button>
        )}
      </div>
      <output className={outcome === "failed" ? "text-danger" : "text-good"}>{outcome && labels[outcome]}</output>
    </div>
  );
}
