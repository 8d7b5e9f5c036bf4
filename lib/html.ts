/** Text that a browser reads as HTML; only `html` makes it, so nothing in it was left unescaped. */
class Markup {
  constructor(readonly text: string) {}
}

export type { Markup };

type Value = string | number | Markup | readonly Markup[];

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "") : text;
}

function toText(value: Value): string {
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number") return String(value);
  if (value instanceof Markup) return value.text;
  return value.map(toText).join("");
}

/**
 * HTML from a template: what is put in is text, escaped for elements and for attributes in quotes, unless `html` made it
 * itself. Not for the inside of `script`, `style` or an attribute without quotes.
 */
export function html(parts: TemplateStringsArray, ...values: Value[]): Markup {
  let text = parts[0] ?? "";
  for (const [index, value] of values.entries()) text += toText(value) + (parts[index + 1] ?? "");
  return new Markup(text);
}
