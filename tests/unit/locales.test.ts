import { expect, it } from "vitest";
import { preferredLocale } from "@/i18n/locales";

it.each([
  ["uk", "uk"],
  ["de, uk;q=0.5, en;q=0.4", "uk"],
  ["en;q=0.1, uk-UA", "uk"],
  [null, "en"],
  ["de", "en"],
])("Accept-Language %j is %s", (header, locale) => {
  expect(preferredLocale(header)).toBe(locale);
});

it("is read no further than a browser would go on", () => {
  expect(preferredLocale(`${",".repeat(300_000)}uk`)).toBe("en");
});
