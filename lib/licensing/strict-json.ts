/** Deeper than this, arrays and objects within each other are refused. */
const MAX_DEPTH = 32;

/** An array or object that is open while the text is read. `key` and `index` say where in it we stand. */
type Open = { keys: Set<string> | null; key: string; index: number; awaitsKey: boolean };

/** A place in a JSON document in words: `licenses[2].limit`; `payload` for the document itself. */
export function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    const name = String(step);
    return /^\w{1,64}$/.test(name) ? `.${name}` : `[${JSON.stringify(name.slice(0, 64))}]`;
  });
  return text.join("").replace(/^\./, "") || "payload";
}

function pathOf(open: readonly Open[]): PropertyKey[] {
  return open.map((each) => (each.keys ? each.key : each.index));
}

/** The position after the string that begins at `start`. A backslash hides the character after it. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function readKey(open: readonly Open[], object: Open, key: string, faults: string[]): void {
  object.key = key;
  object.awaitsKey = false;
  if (object.keys?.has(key)) faults.push(`${pathText(pathOf(open))}: stands there more than once`);
  object.keys?.add(key);
}

const NUMBER = /-?\d[\d.eE+-]*/y;
/** A number that is spelled with a fraction, an exponent or a sign on zero. */
const ODD_NUMBER = /[.eE]|^-0$/;

/** The number that begins at `start`, or an empty text. */
function numberAt(text: string, start: number): string {
  NUMBER.lastIndex = start;
  return NUMBER.exec(text)?.[0] ?? "";
}

/** Walks a text that is known to be JSON, so that only brackets, commas, strings and numbers matter. */
function walk(text: string): { faults: string[]; oddNumbers: string[] } {
  const faults: string[] = [];
  const oddNumbers: string[] = [];
  const open: Open[] = [];
  for (let at = 0; at < text.length; at++) {
    const inside = open.at(-1);
    const character = text[at];
    const number = numberAt(text, at);
    if (ODD_NUMBER.test(number)) oddNumbers.push(pathText(pathOf(open)));
    if (number) at += number.length - 1;
    if (character === "{") open.push({ keys: new Set(), key: "", index: 0, awaitsKey: true });
    if (character === "[") open.push({ keys: null, key: "", index: 0, awaitsKey: false });
    if (character === "}" || character === "]") open.pop();
    if (open.length > MAX_DEPTH) {
      return { faults: [...faults, `payload: must not be nested deeper than ${MAX_DEPTH}`], oddNumbers };
    }
    if (character === "," && inside) {
      inside.index += 1;
      inside.awaitsKey = inside.keys !== null;
    }
    if (character === '"') {
      const end = endOfString(text, at);
      // Compared as they are read, so that "limit" and "l\u0069mit" are the same key.
      if (inside?.awaitsKey) readKey(open, inside, JSON.parse(text.slice(at, end)), faults);
      at = end - 1;
    }
  }
  return { faults, oddNumbers };
}

/**
 * Reads JSON that means one thing to every reader: RFC 8259 leaves duplicate names and depth to the implementation,
 * RFC 7515 §4 asks to refuse the duplicates. Returns the value with a fault for each key that stands more than once
 * in one object and for nesting deeper than 32, and the places of numbers that are spelled with a fraction, an exponent
 * or as -0; null when the text is not JSON.
 */
export function readStrictJson(text: string): { value: unknown; faults: string[]; oddNumbers: string[] } | null {
  try {
    return { value: JSON.parse(text), ...walk(text) };
  } catch {
    return null;
  }
}
