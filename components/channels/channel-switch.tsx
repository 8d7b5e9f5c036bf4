"use client";

import { useFormAction } from "@/components/ui/use-form-action";
import type { SwitchAction, SwitchState } from "./switch-state";

type Props = {
  id: string;
  isEnabled: boolean;
  action: SwitchAction;
  /** Where to go on without JavaScript. */
  next: string;
  /** `name` names the switch; `state` stands beside it; `said` is spoken after a change. */
  labels: { name: string; state: string; said: string };
};

/** A form of one button that turns a channel on or off; the reason stands beside it when the server refuses. */
export function ChannelSwitch({ id, isEnabled, action, next, labels }: Props) {
  const [state, submit, isPending] = useFormAction<SwitchState>(
    action,
    { isDone: false, refusal: null },
    (refusal) => ({ isDone: false, refusal }),
  );
  return (
    <form action={submit} className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="wanted" value={isEnabled ? "disabled" : "enabled"} />
      <input type="hidden" name="next" value={next} />
      <button
        type="submit"
        role="switch"
        id={`switch-${id}`}
        aria-checked={isEnabled}
        aria-label={labels.name}
        aria-busy={isPending}
        aria-describedby={state.refusal ? `refusal-${id}` : undefined}
        className="group inline-flex h-6 w-11 shrink-0 items-center rounded-full border border-control bg-band p-0.5 aria-busy:opacity-60 aria-checked:border-good aria-checked:bg-good"
      >
        <span
          aria-hidden="true"
          className="size-4 rounded-full bg-control transition-transform group-aria-checked:translate-x-5 group-aria-checked:bg-surface motion-reduce:transition-none"
        />
      </button>
      <span>{labels.state}</span>
      <output className="sr-only">{state.isDone && !isPending ? labels.said : ""}</output>
      {state.refusal && !isPending && (
        <p id={`refusal-${id}`} role="alert" className="w-full rounded-md bg-danger-soft px-2 py-1 text-danger">
          {state.refusal}
        </p>
      )}
    </form>
  );
}
