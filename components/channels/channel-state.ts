/** What a form that asks for a name shows after an answer: the typed text, and the refusal beside the field it is about. */
export type NameState = {
  name: string;
  domain: string;
  refusal: { field: "name" | "domain" | null; text: string } | null;
};

export type NameAction = (state: NameState, form: FormData) => Promise<NameState>;

/** What a button that acts on one channel shows after an answer. */
export type ActState = { isDone: boolean; refusal: string | null };

export type ActAction = (state: ActState, form: FormData) => Promise<ActState>;

export const NOT_ACTED: ActState = { isDone: false, refusal: null };

export const notActed = (refusal: string): ActState => ({ isDone: false, refusal });
