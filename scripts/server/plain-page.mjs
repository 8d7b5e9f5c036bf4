import { readFileSync } from "node:fs";

const LOCALES = ["en", "uk"];
const THEMES = ["light", "dark"];

const read = (locale) =>
  JSON.parse(readFileSync(new URL(`../../messages/${locale}/plain.json`, import.meta.url), "utf8"));

/** Read at the start: these pages must not need anything that may be what fails. */
const TEXTS = Object.fromEntries(LOCALES.map((locale) => [locale, read(locale)]));

/** The colours of app/globals.css. */
const STYLE = `:root{color-scheme:light dark;--canvas:light-dark(#f4f5f7,#111318);--surface:light-dark(#fff,#191c22);--ink:light-dark(#1c2028,#e8eaee);--muted:light-dark(#596070,#a3abba);--control:light-dark(#858b98,#7d8595);--focus:light-dark(#1d56b3,#8ab4f8)}
:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}
body{margin:0;background:var(--canvas);color:var(--ink);font:14px/1.45 system-ui,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","DejaVu Sans",sans-serif}
main{box-sizing:border-box;display:grid;align-content:center;gap:12px;min-height:100dvh;max-width:576px;margin:0 auto;padding:24px}
p,h1{margin:0}h1{font-size:24px;line-height:1.33;font-weight:600}.muted{color:var(--muted);overflow-wrap:anywhere}.code{font-family:ui-monospace,"Cascadia Mono","DejaVu Sans Mono",monospace}
a{display:inline-block;margin-top:8px;padding:6px 12px;border:1px solid var(--control);border-radius:6px;background:var(--surface);color:var(--ink);font-weight:600;text-decoration:none}a:focus-visible{outline:2px solid var(--focus);outline-offset:2px}`;

/** Where each page leads on; an empty address is the same page once more. */
const WAYS = { 403: ["/me", "me"], 500: ["", "again"], 503: ["", "again"], busy: ["", "again"] };

function cookieOf(headers, name, known) {
  const value = new RegExp(`(?:^|; *)${name}=(\\w+)`).exec(headers.cookie ?? "")?.[1];
  return known.includes(value) ? value : null;
}

/** The language chosen in the portal, else the browser's first that we speak (RFC 9110, section 12.5.4). */
export function localeOf(headers) {
  const ranked = (headers["accept-language"] ?? "")
    .slice(0, 1_000)
    .split(",")
    .map((entry) => ({
      language: entry.trim().slice(0, 2).toLowerCase(),
      weight: Number(/;\s*q=([\d.]+)/.exec(entry)?.[1] ?? 1),
    }))
    .filter(({ language }) => LOCALES.includes(language))
    .toSorted((one, other) => other.weight - one.weight);
  return cookieOf(headers, "locale", LOCALES) ?? ranked[0]?.language ?? "en";
}

/**
 * A page that says one thing and needs nothing: no script, no database, no framework.
 *
 * @param {import("./refusals.mjs").Refusal} refusal
 * @param {import("node:http").IncomingHttpHeaders} headers of the request: language and appearance of its reader
 * @param {{ nonce: string, reference: string }} scope the reference is told where something failed
 */
export function plainPage({ status, about = status }, headers, { nonce, reference }) {
  const locale = localeOf(headers);
  const theme = cookieOf(headers, "theme", THEMES);
  const texts = TEXTS[locale];
  const { title, text } = texts[about];
  const [href, label] = WAYS[about] ?? ["/", "home"];
  const told = status === 500 ? ` ${texts.reference}: ${reference}` : "";
  return `<!DOCTYPE html>
<html lang="${locale}"${theme === null ? "" : ` data-theme="${theme}"`}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title} · Seatwise</title><link rel="icon" href="/icon.svg" type="image/svg+xml"><style nonce="${nonce}">${STYLE}</style></head>
<body><main><p class="muted code">${status}</p><h1>${title}</h1><p class="muted">${text}${told}</p><p><a href="${href}">${texts[label]}</a></p></main></body></html>
`;
}

/** The sentence for a program. */
export function plainSentence({ status, about = status }, { reference }) {
  const { title, text } = TEXTS.en[about];
  return `${title}. ${text}${status === 500 ? ` ${TEXTS.en.reference}: ${reference}.` : ""}`;
}
