import { normalText } from "./normal-text";

/** What a person types into a search field, read as a search for beginnings of words (specification §7: `q`). */

const MAX_LENGTH = 200;

/** PostgreSQL keeps 32 patterns compiled; with more, each would be compiled anew for each row. */
const MAX_PIECES = 20;

/** Matches no text; and no word begins with what is neither a letter nor a digit. */
const NO_TEXT = "$.";
const NO_WORD = "\u{fffd}";

/**
 * The pieces between blanks, each once. Null when there is more than can be looked for: then nothing matches, since what
 * is left out could be what nobody is called.
 */
function pieces(q: string): string[] | null {
  const found = [...new Set(normalText(q).replace(/\*+/g, "*").split(/\s+/u).filter(Boolean))];
  return found.join(" ").length > MAX_LENGTH || found.length > MAX_PIECES ? null : found;
}

/**
 * One PostgreSQL regular expression per blank-separated piece of `q`; a text matches when all of them match it, case ignored.
 * A piece matches where a word begins. `*` stands for anything, and a piece with `*` must also end where a word ends.
 * Every other character, `%`, `_` and `\` included, is itself.
 */
export function searchPatterns(q: string): string[] {
  return (
    pieces(q)?.map((piece) => {
      const body = piece
        .replace(/[^\p{L}\p{N}*]/gu, (char) => (char.charCodeAt(0) < 128 ? `\\${char}` : char))
        .replaceAll("*", ".*");
      return piece.includes("*") ? `(^|[^[:alnum:]])${body}($|[^[:alnum:]])` : `(^|[^[:alnum:]])${body}`;
    }) ?? [NO_TEXT]
  );
}

/** Beginnings of words that every match of `q` has, folded to lower case: what an index can look up before the patterns decide. */
export function searchPrefixes(q: string): string[] {
  const prefixes = pieces(q)?.flatMap((piece) => {
    const [head = "", ...tail] = piece.split("*");
    const words = head.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    return tail.length > 0 && head === "" ? [] : words;
  });
  return prefixes ? [...new Set(prefixes.filter(Boolean))].slice(0, 10) : [NO_WORD];
}

/** Whether the prefixes alone decide: only letters, digits and blanks were typed. */
export function isPlainWords(q: string): boolean {
  return /^[\p{L}\p{N}\s]*$/u.test(q);
}
