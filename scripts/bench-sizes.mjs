import { PlainError } from "./plain-error.mjs";
import { SIZES } from "./bench/dataset.mjs";

const STANDARD = { bench: ["S", "M"], check: ["S"] };
const FORMS = ["data", "check"];

/**
 * What the words behind `npm run bench --` ask for.
 *
 * @param {string[]} words
 * @param {string[]} partWords what can be measured by itself
 * @returns {{ form: "data" | "check" | "bench", sizes: import("./bench/dataset.mjs").Size[], parts: string[] }} sizes from
 *   small to large; no parts: all of it
 * @throws {PlainError} on a word that is no size and no part
 */
export function chosenSizes(words, partWords) {
  const form = FORMS.includes(words[0]) ? words[0] : "bench";
  const named = words.slice(form === "bench" ? 0 : 1);
  const parts = form === "bench" ? named.filter((word) => partWords.includes(word)) : [];
  const sizes = named.filter((word) => !parts.includes(word)).map((word) => word.toUpperCase());
  const unknown = sizes.find((name) => SIZES.every((size) => size.name !== name));
  if (unknown !== undefined || (form === "data" && sizes.length === 0)) {
    throw new PlainError(
      `Write: npm run bench, npm run bench -- S, npm run bench -- check, npm run bench -- data L, or a size and parts of the whole: ${partWords.join(", ")}. The sizes are S, M and L.`,
    );
  }
  const wanted = sizes.length === 0 ? STANDARD[form] : sizes;
  return { form, sizes: SIZES.filter(({ name }) => wanted.includes(name)), parts };
}
