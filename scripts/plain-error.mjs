/**
 * A fault that the operator can mend. Its message is one or more plain sentences that say what to do; whoever
 * catches it prints the message alone, without a stack trace.
 */
export class PlainError extends Error {
  /** @param {string} message what is wrong and what to do about it */
  constructor(message, options) {
    super(message, options);
    this.name = "PlainError";
  }
}

/**
 * What to print for any thrown value: the sentence of a plain error, the whole stack of everything else.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function describeError(error) {
  if (error instanceof PlainError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
