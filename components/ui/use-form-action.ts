import { unstable_rethrow as rethrow } from "next/navigation";
import { useActionState } from "react";
import { useNoAnswer } from "./no-answer";
import { useHasScript } from "./use-has-script";
import { useTypedMeanwhile } from "./use-typed-meanwhile";

/**
 * As `useActionState`, for a form whose typed text outlives an answer, also one that does not come: the line is broken, a proxy or
 * a busy server refuses, or the portal was updated meanwhile. `onLost` makes of the sentence that says so, and of what was
 * sent, the state that the form then shows. Without a script the form is the server's, as ever.
 */
export function useFormAction<State>(
  action: (state: Awaited<State>, form: FormData) => State | Promise<State>,
  initial: Awaited<State>,
  onLost: (text: string, state: Awaited<State>, form: FormData) => State,
) {
  const sentence = useNoAnswer();
  const hasScript = useHasScript();
  async function kept(state: Awaited<State>, form: FormData): Promise<Awaited<State>> {
    try {
      return await action(state, form);
    } catch (error) {
      rethrow(error);
      return await onLost(sentence(error), state, form);
    }
  }
  const answered = useActionState<State, FormData>(hasScript ? kept : action, initial);
  const [, , isPending] = answered;
  useTypedMeanwhile(isPending);
  return answered;
}
