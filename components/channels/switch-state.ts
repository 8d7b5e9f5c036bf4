/** What the switch of a channel shows after an answer. */
export type SwitchState = { isDone: boolean; refusal: string | null };

export type SwitchAction = (state: SwitchState, form: FormData) => Promise<SwitchState>;
