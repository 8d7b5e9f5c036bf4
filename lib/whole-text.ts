/**
 * Whether a text is what somebody wrote: PostgreSQL refuses NUL, halves of characters would change, and U+FFFD stands where
 * bytes were no text and the framework has put it in their place.
 */
export function isWholeText(text: string): boolean {
  return text.isWellFormed() && !/[\0\ufffd]/.test(text);
}

/** NUL and other controls, lone surrogates, line separators and marks that reorder text: none belongs in a name. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** Whether a text is without what cannot be printed, or changes how the text beside it is read. */
export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

/** Something to see. Marks alone are not, nor is what joins or parts other characters. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether a name looks like what it is: whole, with something to see and without control or direction marks. */
export function isPlainName(text: string): boolean {
  return isWholeText(text) && isPrintable(text) && VISIBLE.test(text);
}

/** Whether every character of it can be seen, so that no two look alike for want of one: also without what joins or parts others. */
export function isVisibleText(text: string): boolean {
  return isPlainName(text) && !/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text);
}
