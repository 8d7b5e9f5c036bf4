/** Languages of the portal. English is the fallback. */
export const LOCALES = ["en", "uk"] as const;

export type Locale = (typeof LOCALES)[number];

export const LOCALE_COOKIE = "locale";

export function isLocale(text: string | undefined): text is Locale {
  return LOCALES.some((locale) => locale === text);
}

/** No browser says more. */
const MAX_HEADER_LETTERS = 1_000;

/** The first language of an Accept-Language header (RFC 9110 §12.5.4) that the portal speaks. */
export function preferredLocale(acceptLanguage: string | null): Locale {
  const ranked = (acceptLanguage ?? "")
    .slice(0, MAX_HEADER_LETTERS)
    .split(",")
    .map((entry) => {
      const [tag = "", ...parameters] = entry.trim().toLowerCase().split(";");
      const quality = Number(
        parameters
          .find((parameter) => parameter.trim().startsWith("q="))
          ?.trim()
          .slice(2) ?? 1,
      );
      return { language: tag.split("-")[0], quality: Number.isNaN(quality) ? 0 : quality };
    })
    .toSorted((a, b) => b.quality - a.quality);
  return ranked.map((entry) => entry.language).find(isLocale) ?? "en";
}
