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

/** Names of the values that a text takes: after a brace that opens an argument, not inside the words of a choice. */
function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name]) => name ?? ""))]
    .filter((name) => !new RegExp(`(one|few|many|other|=\\d+|yes|no) \\{${name}\\}`).test(text))
    .toSorted();
}

describe.each(LOCALES.filter((locale) => locale !== "en"))("the messages in %s", (locale) => {
  it("come in the same files as the English ones", () => {
    expect(readdirSync(`messages/${locale}`)).toEqual(FILES);
  });

  it.each(FILES)("have the same keys with the same placeholders in %s", (file) => {
    const shape = (of: string) => texts(of, file).map(([path, text]) => [path, ...placeholders(text)].join(" "));
    expect(shape(locale).toSorted()).toEqual(shape("en").toSorted());
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
    reference: "",
  };

  it.each(Object.keys(REASON_STATUS) as (keyof typeof REASON_STATUS)[])("%s is a whole sentence", (code) => {
    expect(t(code, values)).toMatch(/^\S.*\.$/s);
    expect(t(code, values)).not.toMatch(/[{}]|^reasons\./);
  });
});

it("a refusal for want of seats begins as clients expect", () => {
  expect(MESSAGES.en.reasons.seats_exhausted).toMatch(/^product exhausted/);
});
