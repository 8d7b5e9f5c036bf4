/**
 * What a form of fields shows after an answer: what was typed (passwords never come back), the refusal beside each
 * field or above all of them, and the sentence of success when the form stays open.
 */
export type FormState = {
  values: Record<string, string[]>;
  errors: Record<string, string>;
  failure: string | null;
  done: string | null;
};

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

export function untouched(values: Record<string, string[]> = {}): FormState {
  return { values, errors: {}, failure: null, done: null };
}

type Choice = { value: string; label: string; note: string | null; locked: boolean };

/** A field of a form: a line of text, a whole number, a secret, one of several, or any of several. */
export type Field = { name: string; label: string; hint?: string } & (
  | { kind: "text"; autoComplete?: string; placeholder?: string; maxLength: number }
  | { kind: "number"; min: number; max: number }
  /** `again` asks for what was typed once more: it never comes back, and what may be left out would be left out unnoticed. */
  | { kind: "password"; required: boolean; isCurrent?: boolean; again?: string }
  | { kind: "select"; options: readonly string[] }
  /** `isLong`: they are all that the window is for, and take its height. */
  | { kind: "boxes"; choices: readonly Choice[]; isLong?: boolean }
);
