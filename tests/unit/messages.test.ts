import { readdirSync, readFileSync } from "node:fs";
import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import { LOCALES } from "@/i18n/locales";
import { MESSAGES } from "@/i18n/messages";
import { REASON_STATUS } from "@/lib/errors";

const FILES = readdirSync("messages/en");

/** Every text of a file under its path, nested ones too. */
function texts(locale: string, file: string): [path: string, text: string][] {
  const flat = (value: unknown, path: string): [string, string][] =>
    typeof value === "string"
      ? [[path, value]]
      : Object.entries(value as object).flatMap(([name, each]) => flat(each, `${path}.${name}`));
  return flat(JSON.parse(readFileSync(`messages/${locale}/${file}`, "utf8")), file);
}

const ARGUMENT = /^\{\s*(\w+)\s*(,\s*(?:plural|select|selectordinal)\s*,)?/;
const SELECTOR = /^\s*[\w=]+\s*\{/;

/** Reads one message from `at` to its end or closing brace, as ICU MessageFormat nests them; answers where that is. */
function readMessage(text: string, at: number, names: Set<string>): number {
  let place = at;
  while (place < text.length && text[place] !== "}") {
    const [opening, name, choice] = ARGUMENT.exec(text.slice(place)) ?? [];
    if (name !== undefined) names.add(name);
    place += opening?.length ?? 1;
    if (choice !== undefined) place = readChoices(text, place, names);
    if (name !== undefined) place = text.indexOf("}", place) + 1;
  }
  return place;
}

/** Reads the messages of a choice; answers where the last one ends. */
function readChoices(text: string, at: number, names: Set<string>): number {
  let place = at;
  for (let next = SELECTOR.exec(text.slice(place)); next; next = SELECTOR.exec(text.slice(place))) {
    place = readMessage(text, place + next[0].length, names) + 1;
  }
  return place;
}

/** Names of the values that a text takes. */
function placeholders(text: string): string[] {
  const names = new Set<string>();
  readMessage(text, 0, names);
  return [...names].toSorted();
}

it("a text's placeholders are found inside of choices, and choices are no placeholders", () => {
  expect(
    placeholders(
      "{a} x {b, number} {c, plural, =0 {Nobody} other {# of {d}}} {e, select, yes {Yes {f}} other {}} {g}.",
    ),
  ).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
});

function daysLeft(locale: "en" | "uk", days: number): string {
  return createTranslator({ locale, messages: MESSAGES[locale], namespace: "registry" })("days", { days });
}

it("days are counted as plain numbers, in the right form", () => {
  expect([1, 227, 1_095].map((days) => daysLeft("en", days))).toEqual(["1 day", "227 days", "1095 days"]);
  expect([1, 1_092, 1_095].map((days) => daysLeft("uk", days))).toEqual(["1 день", "1092 дні", "1095 днів"]);
});

/** A name or an address, or nothing but placeholders: the same in every language. */
function isName(text: string): boolean {
  return /^(API|CRM|Seatwise|\S+@\S+)$/.test(text) || !/[A-Za-z]{3}/.test(text.replaceAll(/\{[^{}]*\}/g, ""));
}

describe.each(LOCALES.filter((locale) => locale !== "en"))("the messages in %s", (locale) => {
  it("come in the same files as the English ones", () => {
    expect(readdirSync(`messages/${locale}`)).toEqual(FILES);
  });

  it.each(FILES)("have the same keys with the same placeholders in %s", (file) => {
    const shape = (of: string) => texts(of, file).map(([path, text]) => [path, ...placeholders(text)].join(" "));
    expect(shape(locale).toSorted()).toEqual(shape("en").toSorted());
  });

  it.each(FILES)("leave nothing in English in %s, but names and addresses", (file) => {
    const english = new Map(texts("en", file));
    expect(texts(locale, file).filter(([path, text]) => text === english.get(path) && !isName(text))).toEqual([]);
  });

  it.each(FILES)("leave nothing empty in %s", (file) => {
    expect(texts(locale, file).filter(([, text]) => text.trim() === "")).toEqual([]);
  });
});

describe.each(LOCALES)("a reason in %s", (locale) => {
  const messages = MESSAGES[locale];
  const t = createTranslator({ locale, messages, namespace: "reasons" });
  const values = {
    field: "FIELD",
    faults: "FAULTS",
    organization: "ACME",
    product: "CALL_CENTER",
    limit: 5,
    date: "31.12.2026",
    hasProduct: "yes",
    about: "",
    seconds: 5,
    reference: "",
  };

  it.each(Object.keys(REASON_STATUS) as (keyof typeof REASON_STATUS)[])("%s is a whole sentence", (code) => {
    expect(t(code, values)).toMatch(/^\S.*\.$/s);
    expect(t(code, values)).not.toMatch(/[{}]|^reasons\./);
  });
});

it.each(LOCALES)("in %s a page that is denied says the same, whoever answers it", (locale) => {
  const plain = new Map(texts(locale, "plain.json"));
  expect(plain.get("plain.json.403.text")).toBe(MESSAGES[locale].shell.accessDeniedText);
});

it("a refusal for want of seats begins as clients expect", () => {
  expect(MESSAGES.en.reasons.seats_exhausted).toMatch(/^product exhausted/);
});
