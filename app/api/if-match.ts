const STRONG_TAG = /^"([\x21\x23-\x7e\x80-\xff]*)"$/;
const ELEMENT = /\s*(?:((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"|[^\s,"]+)\s*)?(?:,|$)/y;

/** The elements of a list; a comma inside quotes belongs to its element. Null when it is no list. */
function elementsOf(list: string): string[] | null {
  const elements: string[] = [];
  for (let at = 0; at < list.length; at = ELEMENT.lastIndex) {
    ELEMENT.lastIndex = at;
    const [matched, element = ""] = ELEMENT.exec(list) ?? [];
    if (matched === undefined || matched === "") return null;
    elements.push(element);
  }
  return elements.filter((element) => element !== "");
}

/**
 * The versions of which one must be the present one, by `If-Match`; null when any will do (RFC 9110, section 13.1.1).
 * Weak tags never match, nor does what is no tag: what cannot be understood protects rather than lets through.
 */
export function readIfMatch(request: Request): string[] | null {
  const header = request.headers.get("if-match");
  if (header === null || header.trim() === "*") return null;
  return (elementsOf(header) ?? []).flatMap((element) => STRONG_TAG.exec(element)?.[1] ?? []);
}
