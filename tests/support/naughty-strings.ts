/** What other programs stumble over; after the Big List of Naughty Strings (Max Woolf, MIT). */
import { IS_LONG } from "./lengths";
import SHORT from "./naughty-strings.json" with { type: "json" };

const LONG = 5_000;

const LONG_ONES = [
  ...["a", "ї", "😀", "%", "(", "*", "a ", "\\", "[", "/"].map((piece) => piece.repeat(LONG / piece.length)),
  '{"a":'.repeat(1_000),
];

export const NAUGHTY: readonly string[] = [...SHORT, ...LONG_ONES];

/** Halves of characters: no text at all, but JSON can write them. */
export const HALVES: readonly string[] = ["\u{d800}", "\u{dfff}", "a\u{d83d}", "\u{de00}b", "\u{d800}\u{d800}"];

const EVERY = IS_LONG ? 1 : 3;

/** Those of the texts whose turn it is at a place where they are tried: each of them at every third place, at all of them with `FAULTS=long`. */
export const turnOf = (place: number, texts: readonly string[] = NAUGHTY): string[] =>
  texts.filter((_, nth) => (nth + place) % EVERY === 0);
