"use client";

import type { ReactNode } from "react";
import { Refusal } from "@/components/ui/refusal";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";

export type EndState = { error: string | null };

type Props = {
  action: (state: EndState, form: FormData) => Promise<EndState>;
  userId: string;
  /** Where to go when it is done. */
  next: string;
  submit: string;
  /** Stands before the button: the way out. */
  children: ReactNode;
};

/** The press that signs a user out everywhere; a refusal stands above it in words. */
export function EndForm({ action, userId, next, submit, children }: Props) {
  const [state, send, isPending] = useFormAction(action, { error: null }, (error) => ({ error }));
  return (
    <form action={send} className="grid gap-4">
      {state.error && !isPending && <Refusal text={state.error} />}
      <input type="hidden" name="user" value={userId} />
      <input type="hidden" name="next" value={next} />
      <div className="flex flex-wrap justify-end gap-2">
        {children}
        <SubmitButton isPending={isPending} className="button border-danger text-danger">
          {submit}
        </SubmitButton>
      </div>
    </form>
  );
}
