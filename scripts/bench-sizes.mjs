import { PlainError } from "./plain-error.mjs";
import { SIZES } from "./bench/dataset.mjs";

const STANDARD = { bench: ["S", "M"], check: ["S"] };
const FORMS = ["data", "check"];

/**
 * What the words behind `npm run bench --` ask for.
 *
 * @param {string[]} words
 * @returns {{ form: "data" | "check" | "bench", sizes: import("./bench/dataset.mjs").Size[] }} sizes from small to large
 * @throws {PlainError} on a word that is no size
 */
export function chosenSizes(words) {
  const form = FORMS.includes(words[0]) ? words[0] : "bench";
  const named = words.slice(form === "bench" ? 0 : 1).map((word) => word.toUpperCase());
  const unknown = named.find((name) => SIZES.every((size) => size.name !== name));
  if (unknown !== undefined || (form === "data" && named.length === 0)) {
    throw new PlainError(
      "Write: npm run bench, npm run bench -- S, npm run bench -- check, or npm run bench -- data L; the sizes are S, M and L.",
    );
  }
  const wanted = named.length === 0 ? STANDARD[form] : named;
  return { form, sizes: SIZES.filter(({ name }) => wanted.includes(name)) };
}
