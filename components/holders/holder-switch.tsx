import Form from "next/form";

type Props = {
  userId: string;
  isOn: boolean;
  /** Why it cannot be switched off; null when it can. */
  locked: string | null;
  path: string;
  /** The members of the page's URL that the switch keeps. */
  kept: [name: string, value: string][];
  /** Ids of the texts that say whose switch it is and what it stands for. */
  labelId: string;
  noteId: string;
};

const LOOK =
  "group inline-flex h-6 w-11 shrink-0 items-center rounded-full border border-control bg-band p-0.5 aria-checked:border-good aria-checked:bg-good aria-disabled:opacity-55";

/**
 * On while the user is signed in. Switching off is a step in the URL, where it is confirmed: a GET form, so it needs no
 * script and answers to the space bar. A switch that cannot be used stays reachable and says why.
 */
export function HolderSwitch({ userId, isOn, locked, path, kept, labelId, noteId }: Props) {
  const button = (
    <button
      id={`end-${userId}`}
      type={locked ? "button" : "submit"}
      role="switch"
      aria-checked={isOn}
      aria-disabled={locked ? true : undefined}
      aria-labelledby={labelId}
      aria-describedby={noteId}
      title={locked ?? undefined}
      className={LOOK}
    >
      <span className="size-4 rounded-full bg-control transition-transform group-aria-checked:translate-x-5 group-aria-checked:bg-surface motion-reduce:transition-none" />
    </button>
  );
  if (locked) return button;
  return (
    <Form action={path} scroll={false} prefetch={false} className="contents">
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="end" value={userId} />
      {button}
    </Form>
  );
}
