"use client";

import { useEffect } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { focusContent } from "@/components/ui/focus-content";

/** Why hiding was refused, in words; null when it was not. */
export type HideState = string | null;

type Props = {
  action: (state: HideState, form: FormData) => Promise<HideState>;
  /** Of the warnings on screen: others that came in the meantime are not hidden with them. */
  fingerprint: string;
  label: string;
};

export function HideWarnings({ action, fingerprint, label }: Props) {
  const [refused, submit, isPending] = useFormAction<HideState>(action, null, (text) => text);
  // The button goes away with the warnings that it hides.
  useEffect(() => () => void (document.activeElement === document.body && focusContent()), []);
  return (
    <form action={submit} className="flex flex-wrap items-center justify-end gap-2">
      {refused && (
        <p role="alert" className="text-danger">
          {refused}
        </p>
      )}
      <input type="hidden" name="fingerprint" value={fingerprint} />
      <SubmitButton isPending={isPending} className="button min-h-8 py-1">
        {label}
      </SubmitButton>
    </form>
  );
}
