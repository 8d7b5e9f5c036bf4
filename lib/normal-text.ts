/** Longer than anything that is kept or looked up, however its letters are composed. */
const LONGEST = 1_000;

/**
 * Text in the one spelling in which it is kept and compared: trimmed and composed (NFC). What is longer than 1,000 code units
 * is too long for whatever it was typed for, and only trimmed: to put marks in order takes the square of their number
 * (Unicode Standard Annex 15, section 1.3), half a minute for a form full of them.
 */
export function normalText(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > LONGEST ? trimmed : trimmed.normalize("NFC");
}

/** As `normalText`, in lower case: composed once more, since a capital with a mark may be one character only when it is small ("T̈", "ẗ"). */
export function foldedText(text: string): string {
  return normalText(normalText(text).toLowerCase());
}
