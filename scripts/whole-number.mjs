/**
 * @param {string} name of a variable
 * @param {(name: string) => string | undefined} get
 * @param {number} preset where it is not set
 * @param {number} most
 * @param {(fault: string | null) => void} check hears a sentence when it is no whole number from 1 to `most`
 * @returns {number} 0 when it is no number at all
 */
export function wholeNumber(name, get, preset, most, check) {
  const text = get(name) ?? String(preset);
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) check(`${name} is "${text}"; set it to a whole number from 1 to ${most}.`);
  return value;
}
