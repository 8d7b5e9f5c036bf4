"use client";

import { Refusal } from "@/components/ui/refusal";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { formText } from "@/lib/form-text";

export type SignInState = { username: string; error: string | null };

type Props = {
  action: (state: SignInState, form: FormData) => Promise<SignInState>;
  next: string;
  labels: { user: string; userHint: string; password: string; submit: string; submitting: string };
};

function lost(error: string, _: SignInState, form: FormData): SignInState {
  return { username: formText(form, "username"), error };
}

/** Name and password. A refusal stands above the fields in words; the typed name stays. */
export function SignInForm({ action, next, labels }: Props) {
  const [state, submit, isPending] = useFormAction(action, { username: "", error: null }, lost);
  return (
    <form action={submit} className="grid gap-4">
      {state.error && !isPending && <Refusal text={state.error} />}
      <label className="grid gap-1 font-medium">
        {labels.user}
        <input
          name="username"
          defaultValue={state.username}
          placeholder={labels.userHint}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          className="field font-normal"
        />
      </label>
      <label className="grid gap-1 font-medium">
        {labels.password}
        <input name="password" type="password" autoComplete="current-password" required className="field font-normal" />
      </label>
      <input type="hidden" name="next" value={next} />
      <SubmitButton isPending={isPending} className="button button-accent">
        {isPending ? labels.submitting : labels.submit}
      </SubmitButton>
    </form>
  );
}
