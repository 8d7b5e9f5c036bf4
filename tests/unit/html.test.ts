import { expect, test } from "vitest";
import { rowsMarkup } from "@/components/matrix/matrix-rows";
import { html } from "@/lib/html";

const NAUGHTY = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onfocus='alert(1)' autofocus='",
  "</td></tr></tbody></table><script>alert(1)</script>",
  "<!-- ",
  "]]><![CDATA[",
  "&lt;script&gt;",
  "&amp;amp;",
  "${alert(1)}",
  "javascript:alert(1)",
  "\u0000\u2028\u202Eevil",
  "Зоя <b>Ївга</b> & Co",
  "`<svg/onload=alert(1)>`",
];

const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** What a browser makes of escaped text. */
function read(markup: string): string {
  return markup.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => NAMED[name] ?? "");
}

test.each(NAUGHTY)("%j comes out as the same text and as nothing else", (text) => {
  const inElement = html`<p>${text}</p>`.text.slice(3, -4);
  const inAttribute = html`<p title="${text}">`.text.slice(10, -2);
  for (const escaped of [inElement, inAttribute]) {
    expect(escaped).not.toMatch(/[<>"']/);
    expect(escaped).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
    expect(read(escaped)).toBe(text);
  }
});

test("what html made is put in as it is, also many of them, and nothing else is", () => {
  const items = ["a", "<b>"].map((text) => html`<li>${text}</li>`);
  expect(html`<ul>${items}</ul>${html``}`.text).toBe("<ul><li>a</li><li>&lt;b&gt;</li></ul>");
  const forged = JSON.parse('{"text":"<script>"}') as string;
  expect(() => html`${forged}`).toThrow(TypeError);
});

test.each(NAUGHTY)("a user called %j stands in the matrix as text, with every box in its place", (text) => {
  const column = { id: "a", label: text, name: text, seats: text, refusal: text };
  const original = { id: "7", name: text, address: text, disabled: "user" as const, held: "01" };
  const line = { original, getValue: (id: string) => id === "b" };
  const markup = rowsMarkup({
    columns: [column, { ...column, id: "b" }],
    lines: [line],
    locked: null,
    disabled: { user: text, domain: text },
  }).text;
  const tags = markup.match(/<\/?[a-z]+/g)?.join(" ");
  expect(tags).toBe(
    "<tr <th <input <span </span <small </small </th <td <input </td <td <input </td </tr".replaceAll("  ", " "),
  );
  expect(markup.match(/<input type="checkbox"[^>]*>/g)).toEqual([
    '<input type="checkbox" name="held" value="0" aria-labelledby="c0" aria-disabled="true" aria-describedby="r0">',
    '<input type="checkbox" name="held" value="1" aria-labelledby="c1" checked>',
  ]);
});
