import { normalText } from "./normal-text";

/** What a person types into a search field, read as a search for beginnings of words (specification §7: `q`). */

const MAX_LENGTH = 200;

/** PostgreSQL keeps 32 patterns compiled; with more, each would be compiled anew for each row. An address makes three.
 * Rough patterns, ten at the most, come before them and leave them few rows. */
const MAX_PIECES = 20;
const MAX_ADDRESSES = 5;

/** So many beginnings are looked up; where there are more, patterns decide about all. */
const MAX_PREFIXES = 10;

/**
 * Words are of letters and decimal digits, as [:alnum:] of PostgreSQL has it by the Unicode rules (ICU, `u_isalnum`): a raised or
 * a Roman digit parts them.
 */
const WORD = /[\p{L}\p{Nd}]+/gu;
const WORD_BEGIN = "(^|[^[:alnum:]])";
const WORD_END = "($|[^[:alnum:]])";

/** A beginning of `user@domain`, which need not be whole: at least one character of the username is there. */
const ADDRESS = /^([^@]*[\p{L}\p{Nd}][^@]*)@([^@]*)$/u;

/** Behind the last letter that has a small and a capital form, or that composes to another. */
const LAST_CASED = 0x2_fa1e;

/**
 * Letters and digits of which none has a word begin behind it, as a class: Latin, Greek and Cyrillic ones. Without \u0130, which folds to
 * a letter and a mark, and marks part words.
 */
const WITHIN_A_WORD =
  "0-9a-zA-Z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u012f\u0131-\u02c1\u0391-\u03a1\u03a3-\u03ce\u0400-\u0481\u048a-\u052f";

/** Matches no text; and no word begins with what is neither a letter nor a digit. */
const NO_TEXT = "$.";
const NO_WORD = "\u{fffd}";

/**
 * The pieces between blanks, each once. Null when there is more than can be looked for: then nothing matches, since what
 * is left out could be what nobody is called.
 */
function pieces(q: string): string[] | null {
  const found = [...new Set(normalText(q).replace(/\*+/g, "*").split(/\s+/u).filter(Boolean))];
  const addresses = found.filter((piece) => ADDRESS.test(piece));
  const isTooMuch =
    found.join(" ").length > MAX_LENGTH || found.length > MAX_PIECES || addresses.length > MAX_ADDRESSES;
  return isTooMuch ? null : found;
}

/** Every character is itself, but `*`. */
function bodyOf(piece: string): string {
  return piece
    .replace(/[^\p{L}\p{Nd}*]/gu, (char) => (char.charCodeAt(0) < 128 ? `\\${char}` : char))
    .replaceAll("*", ".*");
}

const endOf = (piece: string) => (piece.includes("*") ? WORD_END : "");

function patternOf(piece: string): string {
  return `${WORD_BEGIN}${bodyOf(piece)}${endOf(piece)}`;
}

/**
 * One PostgreSQL regular expression per blank-separated piece of `q`; a text matches when all of them match it, case ignored.
 * A piece matches where a word begins. `*` stands for anything, and a piece with `*` must also end where a word ends.
 * Every other character, `%`, `_` and `\` included, is itself.
 */
export function searchPatterns(q: string): string[] {
  return pieces(q)?.map(patternOf) ?? [NO_TEXT];
}

/** What an address that was typed asks of a username and of a domain's name; or else of any `text`, like every other piece. */
export type AddressPattern = { text: string; username: string; domain: string };

function addressOf(piece: string): AddressPattern | null {
  const [, username, domain] = ADDRESS.exec(piece) ?? [];
  if (username === undefined || domain === undefined) return null;
  return {
    text: patternOf(piece),
    username: `${WORD_BEGIN}${bodyOf(username)}$`,
    domain: `^${bodyOf(domain)}${endOf(domain)}`,
  };
}

/**
 * As `searchPatterns`, for people: what looks like their address, `user@domain` or a beginning of it, asks for both. Without
 * patterns where the prefixes alone decide.
 */
export function peoplePatterns(q: string): { patterns: string[]; addresses: AddressPattern[] } {
  const found = pieces(q);
  if (found === null) return { patterns: [NO_TEXT], addresses: [] };
  if (isPlainWords(q) && found.length <= MAX_PREFIXES) return { patterns: [], addresses: [] };
  return {
    patterns: found.filter((piece) => addressOf(piece) === null).map(patternOf),
    addresses: found.flatMap((piece) => addressOf(piece) ?? []),
  };
}

/**
 * Beginnings of words that every person has whom `q` finds, folded to lower case: what an index can look up before the
 * patterns decide. Of an address, those of the username.
 */
export function searchPrefixes(q: string): string[] {
  const prefixes = pieces(q)?.flatMap((piece) => {
    const [head = "", ...tail] = (ADDRESS.exec(piece)?.[1] ?? piece).split("*");
    return tail.length > 0 && head === "" ? [] : wordsOf(head);
  });
  return prefixes ? [...new Set(prefixes)].slice(0, MAX_PREFIXES) : [NO_WORD];
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

/** The words of usernames that are known to be whole, since an address says where they end. */
function wholeWords(q: string): ReadonlySet<string> {
  const usernames = pieces(q)?.flatMap((piece) => ADDRESS.exec(piece)?.[1] ?? []) ?? [];
  return new Set(usernames.filter((username) => !username.includes("*")).flatMap(wordsOf));
}

/** A capital sigma is this small one at the end of a word, and the next one anywhere else. */
const LAST_SIGMA = /ς$/u;

/** The prefixes as ranges of words, sorted by code points: `from` is in it, `to` is not. Of a whole word there is that word alone. */
export function searchRanges(q: string): { from: string; to: string }[] {
  const whole = wholeWords(q);
  return searchPrefixes(q).map((from) => ({
    from,
    to: whole.has(from) ? `${from}\u0001` : `${from.replace(LAST_SIGMA, "σ")}\u{10FFFF}`,
  }));
}

type Spellings = { folded: Map<string, string[]>; marked: Map<string, string[]> };

let spellings: Spellings | undefined;

/**
 * Read once from the tables of Unicode: letters by what they begin with once they are composed and folded, and letters with marks by
 * the one below the marks.
 */
function readSpellings(): Spellings {
  // A capital sigma folds to this one at the end of a word only, and what was typed of a word may end where the word does not.
  const folded = new Map([["ς", ["Σ", "σ"]]]);
  const marked = new Map<string, string[]>();
  for (let point = 1; point < LAST_CASED; point++) {
    const letter = String.fromCodePoint(point);
    const [small = ""] = letter.normalize("NFC").toLowerCase();
    const [base = ""] = letter.normalize("NFD");
    if (small !== letter) folded.set(small, [...(folded.get(small) ?? []), letter]);
    if (base !== letter) marked.set(base, [...(marked.get(base) ?? []), letter]);
  }
  return { folded, marked };
}

/**
 * A regular expression, to be matched by bytes (collation "C"), for all texts of which a word begins with `prefix`, and perhaps
 * others: it is much cheaper than splitting a text into words, and leaves few texts to look at. A letter that can be
 * spelled with marks is the last one it asks for.
 */
export function roughPattern(prefix: string): string {
  const { folded, marked } = (spellings ??= readSpellings());
  const spellingsOf = (letter: string) => [letter, ...(folded.get(letter) ?? [])];
  const classes: string[] = [];
  for (const letter of prefix) {
    const [base = letter] = letter.normalize("NFD");
    const isMarked = base !== letter;
    const letters = isMarked ? spellingsOf(base).flatMap((each) => [each, ...(marked.get(each) ?? [])]) : [];
    classes.push(`[${[...spellingsOf(letter), ...letters].join("")}]`);
    if (isMarked) break;
  }
  return `(?<![${WITHIN_A_WORD}])${classes.join("")}`;
}

/** Whether the prefixes can decide alone: only letters, digits and blanks were typed. */
export function isPlainWords(q: string): boolean {
  return /^[\p{L}\p{Nd}\s]*$/u.test(q);
}
