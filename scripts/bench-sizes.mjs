import { PlainError } from "./plain-error.mjs";
import { SIZES } from "./bench/dataset.mjs";

const STANDARD = ["S", "M"];

/**
 * What the words behind `npm run bench --` ask for.
 *
 * @param {string[]} words
 * @returns {{ onlyData: boolean, sizes: import("./bench/dataset.mjs").Size[] }} sizes from small to large
 * @throws {PlainError} on a word that is no size
 */
export function chosenSizes(words) {
  const onlyData = words[0] === "data";
  const named = words.slice(onlyData ? 1 : 0).map((word) => word.toUpperCase());
  const unknown = named.find((name) => SIZES.every((size) => size.name !== name));
  if (unknown !== undefined || (onlyData && named.length === 0)) {
    throw new PlainError(
      "Write: npm run bench, npm run bench -- S, or npm run bench -- data L; the sizes are S, M and L.",
    );
  }
  const wanted = named.length === 0 ? STANDARD : named;
  return { onlyData, sizes: SIZES.filter(({ name }) => wanted.includes(name)) };
}
