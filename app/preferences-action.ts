"use server";

import { cookies } from "next/headers";
import { beginAction } from "./action-door";
import { isLocale, LOCALE_COOKIE } from "@/i18n/locales";
import { isSecure } from "@/lib/access/auth";
import { readTheme, THEME_COOKIE } from "@/lib/theme";

const YEAR_SECONDS = 31_536_000;

/** Keeps the reader's language or appearance in a cookie; the page comes back in it. */
export async function setPreference(form: FormData): Promise<void> {
  const locale = form.get("locale");
  const theme = form.get("theme");
  beginAction();
  const jar = await cookies();
  const options = { path: "/", maxAge: YEAR_SECONDS, sameSite: "lax", httpOnly: true, secure: isSecure() } as const;
  if (typeof locale === "string" && isLocale(locale)) jar.set(LOCALE_COOKIE, locale, options);
  if (typeof theme === "string") jar.set(THEME_COOKIE, readTheme(theme), options);
}
