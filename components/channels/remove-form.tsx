"use client";

import type { ReactNode } from "react";
import { Refusal } from "@/components/ui/refusal";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { type ActAction, NOT_ACTED, notActed } from "./channel-state";

type Props = {
  id: string;
  action: ActAction;
  next: string;
  label: string;
  /** Stands beside the button: the way out. */
  children: ReactNode;
};

/** The answer "yes" to the question whether a channel shall be removed. */
export function RemoveForm({ id, action, next, label, children }: Props) {
  const [state, submit, isPending] = useFormAction(action, NOT_ACTED, notActed);
  return (
    <form action={submit} className="grid gap-4">
      {state.refusal && !isPending && <Refusal text={state.refusal} />}
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="next" value={next} />
      <div className="flex flex-wrap justify-end gap-2">
        {children}
        <SubmitButton isPending={isPending} className="button border-danger text-danger hover:bg-danger-soft">
          {label}
        </SubmitButton>
      </div>
    </form>
  );
}
