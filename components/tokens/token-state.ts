/** What was typed into the form of a new token. */
export type TokenValues = { name: string; scope: string; days: string };

/** The members of the form that a refusal can be about. */
export type TokenFault = "name" | "scope" | "days";

/** After an answer: what was typed, the refusal beside its field or above the form, or the new secret, this once. */
export type TokenState = {
  values: TokenValues;
  error: { field: TokenFault | null; text: string } | null;
  made: { secret: string; name: string } | null;
};

export type TokenAction = (state: TokenState, form: FormData) => Promise<TokenState>;

export const EMPTY_TOKEN: TokenState = {
  values: { name: "", scope: "read", days: "90" },
  error: null,
  made: null,
};
