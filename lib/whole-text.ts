/**
 * Whether a text is what somebody wrote: PostgreSQL refuses NUL, halves of characters would change, and U+FFFD stands where
 * bytes were no text and the framework has put it in their place.
 */
export function isWholeText(text: string): boolean {
  return text.isWellFormed() && !/[\0\ufffd]/.test(text);
}
